#include "CKernels.h"

void varia_cumulative_sum(
    float *out, const float *in, int64_t outer, int64_t length, int64_t inner, bool reversed) {
    const int64_t step = reversed ? -inner : inner;
    for (int64_t o = 0; o < outer; o++) {
        const int64_t first = (o * length + (reversed ? length - 1 : 0)) * inner;
        for (int64_t position = 0; position < length; position++) {
            const int64_t row = first + position * step;
            for (int64_t i = 0; i < inner; i++) {
                out[row + i] = position == 0 ? in[row + i] : out[row - step + i] + in[row + i];
            }
        }
    }
}
