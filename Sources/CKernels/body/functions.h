// The elementary functions, a register at a time. The polynomials are minimax fits (relative
// error of the function) over the ranges named; each function's own error is below 4e-7 of its
// value wherever that is a normal number.

#define C(x) splat(x)

// ln 2 in two parts; a whole number below 2^15 times the first is exact.
#define LN2_HIGH 0.693359375f
#define LN2_LOW (-2.12194440054690583e-4f)
// Adding 1.5 * 2^23 leaves a small number's nearest whole number in the lowest bits.
#define ROUNDING 12582912.f

// e^x = 2^whole * fraction, fraction in about [0.7, 1.42], for |x| below 150.
INLINE vfloat exponential_fraction(vfloat x, vint *whole) {
    const vfloat shifted = multiply_add(x, C(1.44269504088896341f), C(ROUNDING));
    const vfloat n = shifted - ROUNDING;
    *whole = (vint)shifted - (vint)C(ROUNDING);
    vfloat r = multiply_add(n, C(-LN2_HIGH), x);
    r = multiply_add(n, C(-LN2_LOW), r);
    // (e^r - 1 - r) / r^2, |r| <= ln 2 / 2
    vfloat p = multiply_add(C(0.00138254452f), r, C(0.00836938433f));
    p = multiply_add(p, r, C(0.0416682288f));
    p = multiply_add(p, r, C(0.166665152f));
    p = multiply_add(p, r, C(0.49999994f));
    return multiply_add(r * r, p, r) + 1.f;
}

INLINE vfloat power_of_two(vint exponent) { return (vfloat)((exponent + 127) << 23); }

INLINE vfloat exponential(vfloat x) {
    // Beyond these bounds the result is infinite or zero. A NaN passes both.
    x = choose(x > 89.f, C(89.f), x);
    x = choose(x < -104.f, C(-104.f), x);
    vint whole;
    const vfloat fraction = exponential_fraction(x, &whole);
    // In two steps, so that overflow and gradual underflow come out right.
    const vint half = whole >> 1;
    return fraction * power_of_two(half) * power_of_two(whole - half);
}

// e^x where the result is a normal number for certain.
INLINE vfloat exponential_of_moderate(vfloat x) {
    vint whole;
    const vfloat fraction = exponential_fraction(x, &whole);
    return (vfloat)((vint)fraction + (whole << 23));
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

INLINE vfloat hyperbolic_tangent(vfloat x) {
    const vfloat a = absolute(x);
    const vfloat e = exponential_of_moderate(choose(a > 10.f, C(20.f), a + a));
    const vfloat far = 1.f - 2.f / (e + 1.f);
    // (tanh(x) - x) / x^3, |x| <= 0.55
    const vfloat square = x * x;
    vfloat p = multiply_add(C(0.0164378919f), square, C(-0.0526720136f));
    p = multiply_add(p, square, C(0.133207291f));
    p = multiply_add(p, square, C(-0.333329469f));
    const vfloat near = multiply_add(x * square, p, x);
    return with_sign_of(choose(a < 0.55f, near, far), x);
}

INLINE vfloat sigmoid(vfloat x) {
    const vfloat e = exponential((vfloat)((vint)x | INT32_MIN));
    return choose(x < 0.f, e, C(1.f)) / (1.f + e);
}

INLINE vfloat error_function(vfloat x) {
    const vfloat a = absolute(x);
    // erf(x) / x - 1, |x| <= 0.95
    const vfloat square = x * x;
    vfloat p = multiply_add(C(-0.000585257367f), square, C(0.00496513583f));
    p = multiply_add(p, square, C(-0.0267467145f));
    p = multiply_add(p, square, C(0.112812355f));
    p = multiply_add(p, square, C(-0.376124322f));
    p = multiply_add(p, square, C(0.128379136f));
    const vfloat near = multiply_add(x, p, x);
    // log(1 - erf(t)), 0.95 <= t <= 4
    const vfloat t = choose(a > 4.f, C(4.f), a);
    vfloat q = multiply_add(C(-0.00120861141f), t, C(0.0152422059f));
    q = multiply_add(q, t, C(-0.0900792256f));
    q = multiply_add(q, t, C(-0.652291179f));
    q = multiply_add(q, t, C(-1.11907279f));
    q = multiply_add(q, t, C(-0.00219579227f));
    const vfloat far = 1.f - exponential_of_moderate(q);
    return choose(a < 0.95f, near, with_sign_of(far, x));
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
