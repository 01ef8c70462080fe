#if defined(__x86_64__)

    #include <immintrin.h>
    #include <math.h>
    #include <string.h>

    #include "frame.h"
    #include "kernels.h"

    #define VARIA_LANES 16
    #define VARIA_AVX512
    #define VARIA_FUSED_MULTIPLY_ADD
    #define VARIA_ENTRY varia_kernels_avx512

    #pragma clang attribute push( \
        __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), \
        apply_to = function)
    #include "body/body.h"
    #pragma clang attribute pop

#endif
