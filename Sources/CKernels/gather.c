// Rows fetched from a table, and summed back into it.

#include <string.h>

#include "CKernels.h"

// The first position whose index names no row, or -1.
static int64_t first_invalid(const float *index, int64_t count, int64_t rows) {
    for (int64_t i = 0; i < count; i++) {
        // The comparison fails for a NaN; past it, the conversion is exact.
        if (!(index[i] >= 0 && index[i] < (float)rows)) return i;
        const int64_t row = (int64_t)index[i];
        if ((float)row != index[i] || row >= rows) return i;
    }
    return -1;
}

int64_t varia_gather(
    float *out, const float *table, const float *index, int64_t count, int64_t rows,
    int64_t width) {
    const int64_t invalid = first_invalid(index, count, rows);
    if (invalid >= 0) return invalid;
    for (int64_t i = 0; i < count; i++) {
        memcpy(
            out + i * width, table + (int64_t)index[i] * width, (size_t)width * sizeof(float));
    }
    return -1;
}

int64_t varia_scatter_add(
    float *out, const float *values, const float *index, int64_t count, int64_t rows,
    int64_t width) {
    const int64_t invalid = first_invalid(index, count, rows);
    if (invalid >= 0) return invalid;
    memset(out, 0, (size_t)(rows * width) * sizeof(float));
    for (int64_t i = 0; i < count; i++) {
        float *restrict to = out + (int64_t)index[i] * width;
        const float *restrict from = values + i * width;
        for (int64_t k = 0; k < width; k++) to[k] += from[k];
    }
    return -1;
}
