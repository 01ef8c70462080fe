// Whether the processor multiplies bfloat16, and what tests do where it does not.

#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

static bool processor_has_bfloat16(void) {
#if defined(__x86_64__)
    // Those with AMX have it, too.
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

varia_bfloat16_support varia_bfloat16(void) {
    const char *wanted = getenv("VARIA_BF16");
    if (wanted != NULL && strcmp(wanted, "emulated") == 0) return VARIA_BFLOAT16_EMULATED;
    if (wanted != NULL && strcmp(wanted, "none") == 0) return VARIA_BFLOAT16_NONE;
    return processor_has_bfloat16() ? VARIA_BFLOAT16_NATIVE : VARIA_BFLOAT16_NONE;
}

void varia_from_bfloat16(float *to, const uint16_t *from, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const uint32_t bits = (uint32_t)from[i] << 16;
        memcpy(to + i, &bits, sizeof bits);
    }
}
