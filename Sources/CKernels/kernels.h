// The kernels that exist once per instruction set.
#ifndef VARIA_KERNELS_H
#define VARIA_KERNELS_H

#include "CKernels.h"

typedef struct {
    void (*run_kernel)(
        const varia_kernel *, float *const *, const uint64_t *, uint64_t, int64_t, int64_t, void *);
    void (*small_matmul)(
        float *, const float *, const float *, int64_t, int64_t, int64_t, int64_t, int64_t,
        int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t);
    double (*sum_of_squares)(const float *, int64_t);
    void (*adamw_step)(float *, float *, float *, const float *, int64_t, const varia_adamw *);
} varia_kernels;

#if defined(__x86_64__)
extern const varia_kernels varia_kernels_avx512, varia_kernels_avx2;
#elif defined(__aarch64__)
extern const varia_kernels varia_kernels_neon;
#endif
extern const varia_kernels varia_kernels_portable;

#endif
