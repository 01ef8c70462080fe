// The kernels that exist once per instruction set.
#ifndef VARIA_KERNELS_H
#define VARIA_KERNELS_H

#include "CKernels.h"

// The largest parts of A and B that a product packs at a time: rows and depth of A, depth and
// columns of B. Rows are a multiple of every instruction set's block.
#define VARIA_PART_ROWS 120
#define VARIA_PART_DEPTH 384
#define VARIA_PART_COLUMNS 512

typedef struct {
    void (*run_kernel)(
        const varia_plan *, const uint64_t *, uint64_t, const varia_part *, void *);
    void (*run_product)(const varia_product *, float *, const float *, const float *, float *);
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
