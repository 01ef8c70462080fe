// A row reduced to a value. The order of the operations depends on the row's length only.

static float sum_of_row(const float *row, int64_t count) {
    vfloat sum[4] = {{0}};
    int64_t i = 0;
    for (; i + 4 * LANES <= count; i += 4 * LANES) {
        for (int k = 0; k < 4; k++) sum[k] += load(row + i + k * LANES);
    }
    for (int k = 0; k < 3; k++) {
        if (i + LANES > count) break;
        sum[k] += load(row + i);
        i += LANES;
    }
    if (i < count) sum[3] += load_partial(row + i, count - i);
    return sum_of_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

// NaN where any of them is.
static float maximum_of_row(const float *row, int64_t count) {
    const vfloat least = splat(-INFINITY);
    vfloat most[2] = {least, least};
    int64_t i = 0;
    for (; i + 2 * LANES <= count; i += 2 * LANES) {
        for (int k = 0; k < 2; k++) most[k] = maximum(most[k], load(row + i + k * LANES));
    }
    if (i + LANES <= count) {
        most[0] = maximum(most[0], load(row + i));
        i += LANES;
    }
    if (i < count) {
        const int64_t left = count - i;
        const vfloat last = choose(first_lanes(left), load_partial(row + i, left), least);
        most[1] = maximum(most[1], last);
    }
    return maximum_of_lanes(maximum(most[0], most[1]));
}
