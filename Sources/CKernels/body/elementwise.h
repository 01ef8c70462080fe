// The instructions that treat every element alike: dst <- f(a, b, c).

// One instruction on one tile. A source either has a value per element (a stream) or repeats one
// value over the columns; step is its advance from row to row.
typedef struct {
    const float *from;
    int64_t step;
    bool repeats;
} source;

typedef struct {
    float *to;
    int64_t rows, columns;
    source a, b, c;
} elementwise_call;

INLINE vfloat compute(const varia_opcode opcode, vfloat a, vfloat b, vfloat c) {
    const vint one = (vint)splat(1.f);
    switch (opcode) {
    case VARIA_SPREAD: return a;
    case VARIA_NEGATE: return -a;
    case VARIA_EXP: return exponential(a);
    case VARIA_LOG: return logarithm(a);
    case VARIA_SQRT: return square_root(a);
    case VARIA_RECIPROCAL: return 1.f / a;
    case VARIA_TANH: return hyperbolic_tangent(a);
    case VARIA_SIGMOID: return sigmoid(a);
    case VARIA_ERF: return error_function(a);
    case VARIA_SIN: return sine(a, 0);
    case VARIA_COS: return sine(a, 1);
    case VARIA_BFLOAT16: return rounded_to_bfloat16(a);
    case VARIA_ADD: return a + b;
    case VARIA_SUBTRACT: return a - b;
    case VARIA_MULTIPLY: return a * b;
    case VARIA_DIVIDE: return a / b;
    case VARIA_MAXIMUM: return maximum(a, b);
    case VARIA_MINIMUM: return minimum(a, b);
    case VARIA_LESS: return (vfloat)((a < b) & one);
    case VARIA_EQUAL: return (vfloat)((a == b) & one);
    case VARIA_MULTIPLY_ADD: return multiply_add(a, b, c);
    case VARIA_SELECT: return choose(a != 0.f, b, c);
    default: return a;
    }
}

// The loop over one row (or over the whole tile, where nothing changes from row to row).
INLINE void compute_row(
    const varia_opcode opcode, float *to, int64_t count, const float *a, const float *b,
    const float *c, const bool a_repeats, const bool b_repeats, const bool c_repeats) {
    const vfloat one_a = splat(*a), one_b = splat(*b), one_c = splat(*c);
    int64_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        const vfloat va = a_repeats ? one_a : load(a + i);
        const vfloat vb = b_repeats ? one_b : load(b + i);
        const vfloat vc = c_repeats ? one_c : load(c + i);
        store(to + i, compute(opcode, va, vb, vc));
    }
    if (i == count) return;
    const int64_t left = count - i;
    const vfloat va = a_repeats ? one_a : load_partial(a + i, left);
    const vfloat vb = b_repeats ? one_b : load_partial(b + i, left);
    const vfloat vc = c_repeats ? one_c : load_partial(c + i, left);
    store_partial(to + i, compute(opcode, va, vb, vc), left);
}

INLINE void compute_rows(
    const varia_opcode opcode, const elementwise_call *call, const bool a_repeats,
    const bool b_repeats, const bool c_repeats) {
    for (int64_t row = 0; row < call->rows; row++) {
        compute_row(
            opcode, call->to + row * call->columns, call->columns,
            call->a.from + row * call->a.step, call->b.from + row * call->b.step,
            call->c.from + row * call->c.step, a_repeats, b_repeats, c_repeats);
    }
}

// Absent sources are passed as copies of `a`: they are never looked at.
#define UNARY(opcode)                                                \
    static void run_##opcode(const elementwise_call *call) {         \
        if (call->a.repeats) compute_rows(opcode, call, true, true, true); \
        else compute_rows(opcode, call, false, true, true);          \
    }

#define BINARY(opcode)                                                                   \
    static void run_##opcode(const elementwise_call *call) {                             \
        if (!call->b.repeats) {                                                          \
            if (!call->a.repeats) compute_rows(opcode, call, false, false, true);        \
            else compute_rows(opcode, call, true, false, true);                          \
        } else if (!call->a.repeats) compute_rows(opcode, call, false, true, true);      \
        else compute_rows(opcode, call, true, true, true);                               \
    }

#define TERNARY(opcode)                                                                  \
    static void run_##opcode(const elementwise_call *call) {                             \
        const bool b = call->b.repeats, c = call->c.repeats;                             \
        if (!call->a.repeats) {                                                          \
            if (!b && !c) compute_rows(opcode, call, false, false, false);               \
            else if (!b) compute_rows(opcode, call, false, false, true);                 \
            else if (!c) compute_rows(opcode, call, false, true, false);                 \
            else compute_rows(opcode, call, false, true, true);                          \
        } else {                                                                         \
            if (!b && !c) compute_rows(opcode, call, true, false, false);                \
            else if (!b) compute_rows(opcode, call, true, false, true);                  \
            else if (!c) compute_rows(opcode, call, true, true, false);                  \
            else compute_rows(opcode, call, true, true, true);                           \
        }                                                                                \
    }

#define EACH_ELEMENTWISE(UNARY, BINARY, TERNARY)                                         \
    UNARY(VARIA_SPREAD) UNARY(VARIA_NEGATE) UNARY(VARIA_EXP) UNARY(VARIA_LOG)            \
    UNARY(VARIA_SQRT) UNARY(VARIA_RECIPROCAL) UNARY(VARIA_TANH) UNARY(VARIA_SIGMOID)     \
    UNARY(VARIA_ERF) UNARY(VARIA_SIN) UNARY(VARIA_COS) UNARY(VARIA_BFLOAT16)             \
    BINARY(VARIA_ADD) BINARY(VARIA_SUBTRACT) BINARY(VARIA_MULTIPLY) BINARY(VARIA_DIVIDE) \
    BINARY(VARIA_MAXIMUM) BINARY(VARIA_MINIMUM) BINARY(VARIA_LESS) BINARY(VARIA_EQUAL)   \
    TERNARY(VARIA_MULTIPLY_ADD) TERNARY(VARIA_SELECT)

EACH_ELEMENTWISE(UNARY, BINARY, TERNARY)

#define ENTRY(opcode) [opcode] = run_##opcode,
static void (*const run_elementwise[])(const elementwise_call *) = {
    EACH_ELEMENTWISE(ENTRY, ENTRY, ENTRY)};

#undef UNARY
#undef BINARY
#undef TERNARY
#undef ENTRY
