// Registers of VARIA_LANES floats, in Clang's vector extension: the same source serves every
// instruction set. Included once per instruction set, like all of body/.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline, unused))
#define LANES VARIA_LANES

// Sums and products round once where the source says `multiply_add`, and nowhere else: debug and
// release builds give the same bits.
#pragma STDC FP_CONTRACT OFF

typedef float vfloat __attribute__((vector_size(LANES * 4)));
typedef int32_t vint __attribute__((vector_size(LANES * 4)));
typedef uint32_t vword __attribute__((vector_size(LANES * 4)));

INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

INLINE vfloat load(const float *from) {
    vfloat v;
    memcpy(&v, from, sizeof v);
    return v;
}

INLINE void store(float *to, vfloat v) { memcpy(to, &v, sizeof v); }

// x - 0 is x for every x; x + 0 is not.
INLINE vfloat splat(float x) { return x - (vfloat){0}; }

INLINE vint lane_numbers(void) {
#if LANES == 16
    return (vint){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif LANES == 8
    return (vint){0, 1, 2, 3, 4, 5, 6, 7};
#else
    return (vint){0, 1, 2, 3};
#endif
}

// A mask of the first `count` lanes.
INLINE vint first_lanes(int64_t count) { return lane_numbers() < (int32_t)count - (vint){0}; }

// The first `count` floats, 0 < count < LANES, and zeros; memory beyond them is not touched.
INLINE vfloat load_partial(const float *from, int64_t count) {
#if defined(VARIA_AVX512)
    return (vfloat)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
#elif defined(VARIA_AVX2)
    return (vfloat)_mm256_maskload_ps(from, (__m256i)first_lanes(count));
#else
    vfloat v = {from[0]};
    if (count > 1) v[1] = from[1];
    if (count > 2) v[2] = from[2];
    return v;
#endif
}

// Stores the first `count` lanes, 0 < count < LANES, and touches no memory beyond them.
INLINE void store_partial(float *to, vfloat v, int64_t count) {
#if defined(VARIA_AVX512)
    _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)v);
#elif defined(VARIA_AVX2)
    // A masked store is dozens of operations on some processors; these are a handful on all.
    __m128 quarter = _mm256_castps256_ps128((__m256)v);
    if (count & 4) {
        _mm_storeu_ps(to, quarter);
        quarter = _mm256_extractf128_ps((__m256)v, 1);
        to += 4;
    }
    if (count & 2) {
        _mm_storel_pi((__m64 *)to, quarter);
        quarter = _mm_movehl_ps(quarter, quarter);
        to += 2;
    }
    if (count & 1) _mm_store_ss(to, quarter);
#else
    to[0] = v[0];
    if (count > 1) to[1] = v[1];
    if (count > 2) to[2] = v[2];
#endif
}

INLINE vfloat choose(vint mask, vfloat yes, vfloat no) {
#if defined(VARIA_AVX2)
    return (vfloat)_mm256_blendv_ps((__m256)no, (__m256)yes, (__m256)mask);
#else
    return (vfloat)((mask & (vint)yes) | (~mask & (vint)no));
#endif
}

INLINE vfloat multiply_add(vfloat a, vfloat b, vfloat c) {
#if defined(VARIA_FUSED_MULTIPLY_ADD)
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

INLINE vfloat square_root(vfloat a) { return __builtin_elementwise_sqrt(a); }

INLINE vint sign_bits(vfloat a) { return (vint)a & INT32_MIN; }
INLINE vfloat absolute(vfloat a) { return (vfloat)((vint)a & INT32_MAX); }
INLINE vfloat with_sign_of(vfloat magnitude, vfloat sign) {
    return (vfloat)((vint)magnitude | sign_bits(sign));
}

// A NaN on either side gives NaN.
INLINE vfloat maximum(vfloat a, vfloat b) { return choose(a != a, a, choose(a > b, a, b)); }
INLINE vfloat minimum(vfloat a, vfloat b) { return choose(a != a, a, choose(a < b, a, b)); }

typedef float vfour __attribute__((vector_size(16)));

// Halves folded onto each other until four lanes are left.
#if LANES == 16
    #define FOLD_TO_FOUR(v, op)                                                     \
        typedef float vhalf __attribute__((vector_size(32)));                       \
        vhalf half = op(                                                            \
            __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7),                  \
            __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));           \
        vfour four = op(                                                            \
            __builtin_shufflevector(half, half, 0, 1, 2, 3),                        \
            __builtin_shufflevector(half, half, 4, 5, 6, 7))
#elif LANES == 8
    #define FOLD_TO_FOUR(v, op)              \
        vfour four = op(                     \
            __builtin_shufflevector(v, v, 0, 1, 2, 3), __builtin_shufflevector(v, v, 4, 5, 6, 7))
#else
    #define FOLD_TO_FOUR(v, op) vfour four = v
#endif

INLINE float sum_of_lanes(vfloat v) {
#define PLUS(a, b) ((a) + (b))
    FOLD_TO_FOUR(v, PLUS);
#undef PLUS
    return (four[0] + four[2]) + (four[1] + four[3]);
}

INLINE float maximum_of_lanes(vfloat v) {
    float result = v[0];
    for (int i = 1; i < LANES; i++) result = result > v[i] || result != result ? result : v[i];
    return result;
}
