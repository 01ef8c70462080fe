// Dropout's masks: Philox 4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw: Parallel random
// numbers: as easy as 1, 2, 3. SC 2011), LANES blocks at a time.

// Each lane serves one block, in the lower half of 64 bits: a product of the lower halves ignores
// what stands above them.
typedef uint64_t vlong __attribute__((vector_size(LANES * 4)));
enum { ways = 2, random_blocks = LANES / 2, ready_lanes = ways * 8 * random_blocks };

INLINE vlong low_product(vlong a, uint32_t factor) { return (a & 0xFFFFFFFF) * factor; }

// Both vectors' lanes in turn: the lower halves of each, then the upper ones.
#if LANES == 16
    #define MIX_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
    #define MIX_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#elif LANES == 8
    #define MIX_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
    #define MIX_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#else
    #define MIX_LOW(a, b) __builtin_shufflevector(a, b, 0, 2)
    #define MIX_HIGH(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif

// The 16-bit lanes of `ways` times random_blocks blocks from `block` on, in the order of the
// elements they serve. Several vectors at a time hide the products' latency.
INLINE void random_lanes(uint16_t *lanes, uint64_t key, uint64_t block, uint64_t step) {
    vlong x0[ways], x1[ways], x2[ways], x3[ways];
    for (int w = 0; w < ways; w++) {
        for (int i = 0; i < random_blocks; i++) x0[w][i] = (uint64_t)(w * random_blocks + i);
        x0[w] += block;
        x1[w] = x0[w] >> 32;
        x2[w] = (vlong){0} + (step & 0xFFFFFFFF);
        x3[w] = (vlong){0} + (step >> 32);
    }
    uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        for (int w = 0; w < ways; w++) {
            const vlong product0 = low_product(x0[w], 0xD2511F53);
            const vlong product2 = low_product(x2[w], 0xCD9E8D57);
            x0[w] = (product2 >> 32) ^ x1[w] ^ (uint64_t)key0;
            x1[w] = product2;
            x2[w] = (product0 >> 32) ^ x3[w] ^ (uint64_t)key1;
            x3[w] = product0;
        }
        key0 += 0x9E3779B9;
        key1 += 0xBB67AE85;
    }
    for (int w = 0; w < ways; w++) {
        const vlong first = (x0[w] & 0xFFFFFFFF) | (x1[w] << 32);
        const vlong second = (x2[w] & 0xFFFFFFFF) | (x3[w] << 32);
        const vlong low = MIX_LOW(first, second), high = MIX_HIGH(first, second);
        memcpy(lanes + w * ready_lanes / ways, &low, sizeof low);
        memcpy(lanes + w * ready_lanes / ways + 2 * LANES, &high, sizeof high);
    }
}

#undef MIX_LOW
#undef MIX_HIGH

typedef uint16_t vlanes __attribute__((vector_size(LANES * 2)));

// to[i] = from[i] dropped out, where element i's index is first + i.
static void drop_out(
    float *to, const float *from, int64_t count, uint64_t first, const varia_dropout_site *site,
    uint64_t key, uint64_t step) {
    // A vector's length longer than what is read of it.
    uint16_t lanes[ready_lanes + LANES];
    const vfloat scale = splat(site->scale);
    const vint threshold = (int32_t)site->threshold - (vint){0};
    while (count > 0) {
        random_lanes(lanes, key, first >> 3, step);
        const int64_t skipped = (int64_t)(first & 7), ready = ready_lanes - skipped;
        const int64_t now = count < ready ? count : ready;
        for (int64_t i = 0; i < now; i += LANES) {
            vlanes numbers;
            memcpy(&numbers, lanes + skipped + i, sizeof numbers);
            const vint kept = __builtin_convertvector(numbers, vint) >= threshold;
            const int64_t left = now - i;
            const vfloat x = left >= LANES ? load(from + i) : load_partial(from + i, left);
            const vfloat y = (vfloat)((vint)(x * scale) & kept);
            if (left >= LANES) store(to + i, y);
            else store_partial(to + i, y, left);
        }
        to += now;
        from += now;
        first += (uint64_t)now;
        count -= now;
    }
}
