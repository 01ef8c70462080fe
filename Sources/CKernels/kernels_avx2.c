#if defined(__x86_64__)

    #include <immintrin.h>
    #include <math.h>
    #include <string.h>

    #include "frame.h"
    #include "kernels.h"

    #define VARIA_LANES 8
    #define VARIA_AVX2
    #define VARIA_FUSED_MULTIPLY_ADD
    #define VARIA_ENTRY varia_kernels_avx2

    #pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
    #include "body/body.h"
    #pragma clang attribute pop

#endif
