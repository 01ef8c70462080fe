// The elementary functions, a register at a time. The polynomials are minimax fits (relative
// error of the function) over the ranges named; each function's own error is below 4e-7 of its
// value wherever that is a normal number, and that of a sine or cosine below 4e-9 in itself where
// it crosses zero.

#define C(x) splat(x)

// ln 2 in two parts; a whole number below 2^15 times the first is exact.
#define LN2_HIGH 0.693359375f
#define LN2_LOW (-2.12194440054690583e-4f)
// Adding 1.5 * 2^23 leaves a small number's nearest whole number in the lowest bits.
#define ROUNDING 12582912.f

// e^x where the result is a normal number for certain.
INLINE vfloat exponential_of_moderate(vfloat x) {
    const vfloat shifted = multiply_add(x, C(1.44269504088896341f), C(ROUNDING));
    const vfloat n = shifted - ROUNDING;
    vfloat r = multiply_add(n, C(-LN2_HIGH), x);
    r = multiply_add(n, C(-LN2_LOW), r);
    // (e^r - 1 - r) / r^2, |r| <= ln 2 / 2
    vfloat p = multiply_add(C(0.00138254452f), r, C(0.00836938433f));
    p = multiply_add(p, r, C(0.0416682288f));
    p = multiply_add(p, r, C(0.166665152f));
    p = multiply_add(p, r, C(0.49999994f));
    const vfloat fraction = multiply_add(r * r, p, r) + 1.f;
    // e^x = 2^n * fraction; n stands in the lowest bits of `shifted`.
    return (vfloat)((vint)fraction + ((vint)shifted << 23));
}

// Infinite past the greatest float, and zero below the least normal one.
INLINE vfloat exponential(vfloat x) {
    const vfloat y = exponential_of_moderate(x);
    const vint is_small = x < -87.33654f;
    // Also where x is a NaN.
    const vint is_large = ~(x <= 88.72283f);
    return (vfloat)((vint)choose(is_large, x * INFINITY, y) & ~is_small);
}

INLINE vfloat logarithm(vfloat x) {
    const vint subnormal = x < 0x1p-126f;
    const vfloat scaled = choose(subnormal, x * 0x1p23f, x);
    // scaled = 2^exponent * mantissa, mantissa in [sqrt(1/2), sqrt(2))
    const vint exponent = ((vint)scaled - 0x3F3504F3) >> 23;
    const vfloat f = (vfloat)((vint)scaled - (exponent << 23)) - 1.f;
    // (log(1 + f) - f + f^2 / 2) / f^3
    vfloat p = multiply_add(C(-0.0763797238f), f, C(0.127629995f));
    p = multiply_add(p, f, C(-0.131594121f));
    p = multiply_add(p, f, C(0.142014608f));
    p = multiply_add(p, f, C(-0.166234151f));
    p = multiply_add(p, f, C(0.20001246f));
    p = multiply_add(p, f, C(-0.250008196f));
    p = multiply_add(p, f, C(0.333333313f));
    const vfloat square = f * f;
    const vfloat e = __builtin_convertvector(exponent - (subnormal & 23), vfloat);
    vfloat y = multiply_add(e, C(LN2_LOW), square * f * p);
    y = multiply_add(square, C(-0.5f), y);
    y = multiply_add(e, C(LN2_HIGH), y + f);
    y = choose(x == INFINITY, x, y);
    y = choose(x == 0.f, C(-INFINITY), y);
    return choose((x < 0.f) | (x != x), C(NAN), y);
}

// y, but 1 with the sign of x where |x| is past a bound, or where rounding has led y past 1.
INLINE vfloat bounded_by_one(vfloat y, vfloat x, float bound) {
    const vint is_one = (absolute(x) > bound) | (absolute(y) > 1.f);
    return choose(is_one, with_sign_of(C(1.f), x), y);
}

INLINE vfloat hyperbolic_tangent(vfloat x) {
    // tanh(x) / x as a quotient of polynomials in x^2, |x| <= 8.6
    const vfloat square = x * x;
    vfloat p = multiply_add(C(1.1482324e-8f), square, C(1.930381e-5f));
    p = multiply_add(p, square, C(0.003418477f));
    p = multiply_add(p, square, C(0.13316934f));
    p = multiply_add(p, square, C(0.99999994f));
    vfloat q = multiply_add(C(7.023558e-7f), square, C(0.00031579178f));
    q = multiply_add(q, square, C(0.025586154f));
    q = multiply_add(q, square, C(0.4665027f));
    q = multiply_add(q, square, C(1.f));
    return bounded_by_one(x * p / q, x, 8.6f);
}

INLINE vfloat sigmoid(vfloat x) {
    const vfloat e = exponential((vfloat)((vint)x | INT32_MIN));
    return choose(x < 0.f, e, C(1.f)) / (1.f + e);
}

INLINE vfloat error_function(vfloat x) {
    // erf(x) / x as a quotient of polynomials in x^2, |x| <= 3.924
    const vfloat square = x * x;
    vfloat p = multiply_add(C(0.0002311598f), square, C(0.0036317413f));
    p = multiply_add(p, square, C(0.051660128f));
    p = multiply_add(p, square, C(0.1909798f));
    p = multiply_add(p, square, C(1.1283791f));
    vfloat q = multiply_add(C(-1.11077256e-7f), square, C(2.3106992e-5f));
    q = multiply_add(q, square, C(0.0010650778f));
    q = multiply_add(q, square, C(0.014530955f));
    q = multiply_add(q, square, C(0.113315694f));
    q = multiply_add(q, square, C(0.5025838f));
    q = multiply_add(q, square, C(1.f));
    return bounded_by_one(x * p / q, x, 3.924f);
}

// sin(x + quarters * pi / 2)
INLINE vfloat sine(vfloat x, int32_t quarters) {
    const vfloat shifted = multiply_add(x, C(0.636619772367581343f), C(ROUNDING));
    const vfloat n = shifted - ROUNDING;
    const vint quadrant = (vint)shifted - (vint)C(ROUNDING) + quarters;
    // pi / 2 in three parts; n times either of the first two is exact.
    vfloat r = multiply_add(n, C(-1.5703125f), x);
    r = multiply_add(n, C(-4.8375129699707031e-4f), r);
    r = multiply_add(n, C(-7.5497899548918821e-8f), r);
    const vfloat square = r * r;
    // (sin(r) - r) / r^3, |r| <= pi / 4
    vfloat s = multiply_add(C(-0.000195082335f), square, C(0.00833210815f));
    s = multiply_add(s, square, C(-0.166666538f));
    s = multiply_add(r * square, s, r);
    // (cos(r) - 1 + r^2 / 2) / r^4, |r| <= pi / 4
    vfloat c = multiply_add(C(2.44302846e-05f), square, C(-0.0013887299f));
    c = multiply_add(c, square, C(0.0416666456f));
    c = multiply_add(square * square, c, multiply_add(square, C(-0.5f), C(1.f)));
    vfloat y = choose((quadrant & 1) != 0, c, s);
    y = (vfloat)((vint)y ^ ((quadrant & 2) << 30));
    // The reduction above is good up to here; larger angles are rare enough to take one by one.
    const vint large = ~(absolute(x) <= 12000.f);
    if (__builtin_reduce_or(large) != 0) {
        for (int i = 0; i < LANES; i++) {
            if (large[i] != 0) y[i] = (float)(quarters == 0 ? sin((double)x[i]) : cos((double)x[i]));
        }
    }
    return y;
}

#undef C
