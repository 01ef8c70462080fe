// The elementary functions as values: body/functions.h, operation by operation. A test holds the
// two together, bit for bit.

#include <string.h>

#include "values.h"

// Shorthands for one translation: `v` is the list of values.
#define ADD(a, b) varia_value_add(v, VARIA_COMPUTE_ADD, 0, a, b, -1)
#define SUBTRACT(a, b) varia_value_add(v, VARIA_COMPUTE_SUBTRACT, 0, a, b, -1)
#define MULTIPLY(a, b) varia_value_add(v, VARIA_COMPUTE_MULTIPLY, 0, a, b, -1)
#define DIVIDE(a, b) varia_value_add(v, VARIA_COMPUTE_DIVIDE, 0, a, b, -1)
#define FUSED(a, b, c) varia_value_add(v, VARIA_COMPUTE_MULTIPLY_ADD, 0, a, b, c)
#define CHOOSE(mask, yes, no) varia_value_add(v, VARIA_COMPUTE_CHOOSE, 0, yes, no, mask)
#define COMPARE(how, a, b) varia_value_add(v, VARIA_COMPUTE_COMPARE, how, a, b, -1)
#define AND(a, b) varia_value_add(v, VARIA_COMPUTE_AND, 0, a, b, -1)
#define AND_NOT(a, b) varia_value_add(v, VARIA_COMPUTE_AND_NOT, 0, a, b, -1)
#define OR(a, b) varia_value_add(v, VARIA_COMPUTE_OR, 0, a, b, -1)
#define BITS(x) varia_value_constant(v, x)
#define C(x) constant(v, x)

static int32_t constant(varia_values *v, float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return BITS(bits);
}

enum { sign_bit = INT32_MIN, all_but_sign = INT32_MAX };

static int32_t exponential(varia_values *v, int32_t x) {
    const int32_t shifted = FUSED(x, C(1.44269504088896341f), C(12582912.f));
    const int32_t n = SUBTRACT(shifted, C(12582912.f));
    int32_t r = FUSED(n, C(-0.693359375f), x);
    r = FUSED(n, C(2.12194440054690583e-4f), r);
    int32_t p = FUSED(C(0.00138254452f), r, C(0.00836938433f));
    p = FUSED(p, r, C(0.0416682288f));
    p = FUSED(p, r, C(0.166665152f));
    p = FUSED(p, r, C(0.49999994f));
    const int32_t fraction = ADD(FUSED(MULTIPLY(r, r), p, r), C(1.f));
    const int32_t power = varia_value_add(v, VARIA_COMPUTE_SHIFT_LEFT, 23, shifted, -1, -1);
    const int32_t y = varia_value_add(v, VARIA_COMPUTE_ADD_INTEGER, 0, fraction, power, -1);
    const int32_t is_small = COMPARE(VARIA_IS_LESS, x, C(-87.33654f));
    const int32_t is_large = COMPARE(VARIA_IS_NOT_AT_MOST, x, C(88.72283f));
    return AND_NOT(is_small, CHOOSE(is_large, MULTIPLY(x, BITS(0x7F800000)), y));
}

static int32_t logarithm(varia_values *v, int32_t x) {
    const int32_t subnormal = COMPARE(VARIA_IS_LESS, x, C(0x1p-126f));
    const int32_t scaled = CHOOSE(subnormal, MULTIPLY(x, C(0x1p23f)), x);
    const int32_t exponent = varia_value_add(
        v, VARIA_COMPUTE_SHIFT_RIGHT, 23,
        varia_value_add(v, VARIA_COMPUTE_SUBTRACT_INTEGER, 0, scaled, BITS(0x3F3504F3), -1), -1, -1);
    const int32_t power = varia_value_add(v, VARIA_COMPUTE_SHIFT_LEFT, 23, exponent, -1, -1);
    const int32_t f = SUBTRACT(
        varia_value_add(v, VARIA_COMPUTE_SUBTRACT_INTEGER, 0, scaled, power, -1), C(1.f));
    int32_t p = FUSED(C(-0.0763797238f), f, C(0.127629995f));
    p = FUSED(p, f, C(-0.131594121f));
    p = FUSED(p, f, C(0.142014608f));
    p = FUSED(p, f, C(-0.166234151f));
    p = FUSED(p, f, C(0.20001246f));
    p = FUSED(p, f, C(-0.250008196f));
    p = FUSED(p, f, C(0.333333313f));
    const int32_t square = MULTIPLY(f, f);
    const int32_t shift = varia_value_add(
        v, VARIA_COMPUTE_SUBTRACT_INTEGER, 0, exponent, AND(subnormal, BITS(23)), -1);
    const int32_t e = varia_value_add(v, VARIA_COMPUTE_INTEGER_TO_FLOAT, 0, shift, -1, -1);
    int32_t y = FUSED(e, C(-2.12194440054690583e-4f), MULTIPLY(MULTIPLY(square, f), p));
    y = FUSED(square, C(-0.5f), y);
    y = FUSED(e, C(0.693359375f), ADD(y, f));
    y = CHOOSE(COMPARE(VARIA_IS_EQUAL, x, BITS(0x7F800000)), x, y);
    y = CHOOSE(COMPARE(VARIA_IS_EQUAL, x, C(0.f)), BITS(0xFF800000), y);
    const int32_t undefined =
        OR(COMPARE(VARIA_IS_LESS, x, C(0.f)), COMPARE(VARIA_IS_UNORDERED, x, x));
    return CHOOSE(undefined, BITS(0x7FC00000), y);
}

static int32_t bounded_by_one(varia_values *v, int32_t y, int32_t x, float bound) {
    const int32_t is_one = OR(
        COMPARE(VARIA_IS_GREATER, AND(x, BITS(all_but_sign)), C(bound)),
        COMPARE(VARIA_IS_GREATER, AND(y, BITS(all_but_sign)), C(1.f)));
    return CHOOSE(is_one, OR(AND(x, BITS((uint32_t)sign_bit)), C(1.f)), y);
}

static int32_t hyperbolic_tangent(varia_values *v, int32_t x) {
    const int32_t square = MULTIPLY(x, x);
    int32_t p = FUSED(C(1.1482324e-8f), square, C(1.930381e-5f));
    p = FUSED(p, square, C(0.003418477f));
    p = FUSED(p, square, C(0.13316934f));
    p = FUSED(p, square, C(0.99999994f));
    int32_t q = FUSED(C(7.023558e-7f), square, C(0.00031579178f));
    q = FUSED(q, square, C(0.025586154f));
    q = FUSED(q, square, C(0.4665027f));
    q = FUSED(q, square, C(1.f));
    return bounded_by_one(v, DIVIDE(MULTIPLY(x, p), q), x, 8.6f);
}

static int32_t error_function(varia_values *v, int32_t x) {
    const int32_t square = MULTIPLY(x, x);
    int32_t p = FUSED(C(0.0002311598f), square, C(0.0036317413f));
    p = FUSED(p, square, C(0.051660128f));
    p = FUSED(p, square, C(0.1909798f));
    p = FUSED(p, square, C(1.1283791f));
    int32_t q = FUSED(C(-1.11077256e-7f), square, C(2.3106992e-5f));
    q = FUSED(q, square, C(0.0010650778f));
    q = FUSED(q, square, C(0.014530955f));
    q = FUSED(q, square, C(0.113315694f));
    q = FUSED(q, square, C(0.5025838f));
    q = FUSED(q, square, C(1.f));
    return bounded_by_one(v, DIVIDE(MULTIPLY(x, p), q), x, 3.924f);
}

static int32_t sigmoid(varia_values *v, int32_t x) {
    const int32_t e = exponential(v, OR(x, BITS((uint32_t)sign_bit)));
    const int32_t is_negative = COMPARE(VARIA_IS_LESS, x, C(0.f));
    return DIVIDE(CHOOSE(is_negative, e, C(1.f)), ADD(C(1.f), e));
}

// a where it is NaN, else the greater or smaller.
static int32_t extremum(varia_values *v, varia_computation which, int32_t a, int32_t b) {
    const int32_t ordered = varia_value_add(v, which, 0, a, b, -1);
    return CHOOSE(COMPARE(VARIA_IS_UNORDERED, a, a), a, ordered);
}

int32_t varia_value_of(
    varia_values *v, varia_opcode opcode, int32_t a, int32_t b, int32_t c) {
    switch (opcode) {
    case VARIA_SPREAD: return a;
    case VARIA_NEGATE:
        return varia_value_add(v, VARIA_COMPUTE_XOR, 0, a, BITS((uint32_t)sign_bit), -1);
    case VARIA_EXP: return exponential(v, a);
    case VARIA_LOG: return logarithm(v, a);
    case VARIA_SQRT: return varia_value_add(v, VARIA_COMPUTE_SQUARE_ROOT, 0, a, -1, -1);
    case VARIA_RECIPROCAL: return DIVIDE(C(1.f), a);
    case VARIA_TANH: return hyperbolic_tangent(v, a);
    case VARIA_SIGMOID: return sigmoid(v, a);
    case VARIA_ERF: return error_function(v, a);
    case VARIA_ADD: return ADD(a, b);
    case VARIA_SUBTRACT: return SUBTRACT(a, b);
    case VARIA_MULTIPLY: return MULTIPLY(a, b);
    case VARIA_DIVIDE: return DIVIDE(a, b);
    case VARIA_MAXIMUM: return extremum(v, VARIA_COMPUTE_MAXIMUM, a, b);
    case VARIA_MINIMUM: return extremum(v, VARIA_COMPUTE_MINIMUM, a, b);
    case VARIA_LESS: return AND(COMPARE(VARIA_IS_LESS, a, b), C(1.f));
    case VARIA_EQUAL: return AND(COMPARE(VARIA_IS_EQUAL, a, b), C(1.f));
    case VARIA_MULTIPLY_ADD: return FUSED(a, b, c);
    case VARIA_SELECT: return CHOOSE(COMPARE(VARIA_IS_NOT_EQUAL, a, C(0.f)), b, c);
    case VARIA_LOAD:
    case VARIA_STORE:
    case VARIA_ACCUMULATE:
    case VARIA_COLUMN_INDEX:
    case VARIA_ROW_INDEX:
    case VARIA_REDUCE_SUM:
    case VARIA_REDUCE_MAX:
    case VARIA_SIN:
    case VARIA_COS:
    case VARIA_BFLOAT16:
    case VARIA_DROPOUT: break;
    }
    v->failed = true;
    return 0;
}
