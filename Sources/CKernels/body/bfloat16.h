// The nearest bfloat16: the upper half of a float, so that memory of two bytes an element holds it.

typedef uint16_t vhalf_words __attribute__((vector_size(LANES * 2)));

// Ties go to the even one; what is past the greatest becomes infinite; a NaN stays one.
INLINE vfloat rounded_to_bfloat16(vfloat x) {
    const vword bits = (vword)x;
    const vword rounded = bits + 0x7FFF + ((bits >> 16) & 1);
    // A quiet NaN keeps a bit in the upper half.
    const vword quiet = bits | 0x400000;
    return (vfloat)((vword)choose(x != x, (vfloat)quiet, (vfloat)rounded) & 0xFFFF0000u);
}

INLINE vfloat load_bfloat16(const uint16_t *from) {
    vhalf_words halves;
    memcpy(&halves, from, sizeof halves);
    return (vfloat)(__builtin_convertvector(halves, vword) << 16);
}

INLINE void store_bfloat16(uint16_t *to, vfloat v) {
    const vhalf_words halves =
        __builtin_convertvector((vword)rounded_to_bfloat16(v) >> 16, vhalf_words);
    memcpy(to, &halves, sizeof halves);
}

INLINE float from_bfloat16(uint16_t half) {
    const uint32_t bits = (uint32_t)half << 16;
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE uint16_t to_bfloat16(float x) {
    return (uint16_t)(((vword)rounded_to_bfloat16(splat(x)))[0] >> 16);
}
