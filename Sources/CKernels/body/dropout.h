// Dropout's masks: Philox 4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw: Parallel random
// numbers: as easy as 1, 2, 3. SC 2011), LANES blocks at a time.

typedef uint64_t vlong __attribute__((vector_size(LANES * 4)));

// The 64-bit products' upper and lower words.
INLINE void multiply_wide(vword a, uint32_t factor, vword *high, vword *low) {
    const vlong even = ((vlong)a & 0xFFFFFFFF) * factor;
    const vlong odd = ((vlong)a >> 32) * factor;
    *low = (vword)((even & 0xFFFFFFFF) | (odd << 32));
    *high = (vword)((even >> 32) | (odd & ~(vlong){0} << 32));
}

// The 16-bit lanes of LANES blocks from `block` on, in the order of the elements they serve.
INLINE void random_lanes(uint16_t *lanes, uint64_t key, uint64_t block, uint64_t step) {
    const vword start = (uint32_t)block - (vword){0};
    vword x0 = start + (vword)lane_numbers();
    // The comparison is -1 where the lower word has wrapped around.
    vword x1 = (uint32_t)(block >> 32) - (vword)(x0 < start);
    vword x2 = (uint32_t)step - (vword){0}, x3 = (uint32_t)(step >> 32) - (vword){0};
    uint32_t key0 = (uint32_t)key, key1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        vword high0, low0, high2, low2;
        multiply_wide(x0, 0xD2511F53, &high0, &low0);
        multiply_wide(x2, 0xCD9E8D57, &high2, &low2);
        x0 = high2 ^ x1 ^ key0;
        x1 = low2;
        x2 = high0 ^ x3 ^ key1;
        x3 = low0;
        key0 += 0x9E3779B9;
        key1 += 0xBB67AE85;
    }
    for (int i = 0; i < LANES; i++) {
        const uint32_t words[4] = {x0[i], x1[i], x2[i], x3[i]};
        for (int k = 0; k < 4; k++) {
            lanes[8 * i + 2 * k] = (uint16_t)words[k];
            lanes[8 * i + 2 * k + 1] = (uint16_t)(words[k] >> 16);
        }
    }
}

typedef uint16_t vlanes __attribute__((vector_size(LANES * 2)));

// to[i] = from[i] dropped out, where element i's index is first + i.
static void drop_out(
    float *to, const float *from, int64_t count, uint64_t first, const varia_dropout_site *site,
    uint64_t key, uint64_t step) {
    // A vector's length longer than what is read of it.
    uint16_t lanes[8 * LANES + LANES];
    const vfloat scale = splat(site->scale);
    const vint threshold = (int32_t)site->threshold - (vint){0};
    while (count > 0) {
        random_lanes(lanes, key, first >> 3, step);
        const int64_t skipped = (int64_t)(first & 7), ready = 8 * LANES - skipped;
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
