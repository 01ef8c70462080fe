// What an optimiser's step needs.

typedef double vdouble __attribute__((vector_size(LANES * 8)));

static double sum_of_squares(const float *values, int64_t count) {
    vdouble sum[2] = {{0}};
    int64_t i = 0;
    for (; i + 2 * LANES <= count; i += 2 * LANES) {
        for (int k = 0; k < 2; k++) {
            const vdouble x = __builtin_convertvector(load(values + i + k * LANES), vdouble);
            sum[k] += x * x;
        }
    }
    const vdouble lanes = sum[0] + sum[1];
    double total = 0;
    for (int k = 0; k < LANES; k++) total += lanes[k];
    for (; i < count; i++) total += (double)values[i] * (double)values[i];
    return total;
}

static void adamw_step(
    float *parameters, float *first, float *second, const float *gradients, int64_t count,
    const varia_adamw *settings) {
    const vfloat beta1 = splat(settings->beta1), beta2 = splat(settings->beta2);
    const vfloat fresh1 = splat(1.f - settings->beta1), fresh2 = splat(1.f - settings->beta2);
    const vfloat scale = splat(settings->gradient_scale), epsilon = splat(settings->epsilon);
    const vfloat kept = splat(1.f - settings->rate * settings->decay);
    const vfloat rate = splat(settings->rate / settings->correction1);
    const vfloat root = splat(1.f / sqrtf(settings->correction2));
    for (int64_t i = 0; i < count; i += LANES) {
        const int64_t left = count - i;
        const bool whole = left >= LANES;
#define GET(array) (whole ? load(array + i) : load_partial(array + i, left))
#define PUT(array, value)                                \
    do {                                                 \
        if (whole) store(array + i, value);              \
        else store_partial(array + i, value, left);      \
    } while (0)
        const vfloat g = GET(gradients) * scale;
        const vfloat m = multiply_add(beta1, GET(first), fresh1 * g);
        const vfloat v = multiply_add(beta2, GET(second), fresh2 * g * g);
        const vfloat update = rate * m / multiply_add(square_root(v), root, epsilon);
        const vfloat p = multiply_add(kept, GET(parameters), -update);
        PUT(first, m);
        PUT(second, v);
        PUT(parameters, p);
#undef GET
#undef PUT
    }
}
