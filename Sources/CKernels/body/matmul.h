// Dense products of matrices of any strides, after Goto and van de Geijn: Anatomy of
// high-performance matrix multiplication. ACM TOMS 34 (2008). C is computed in blocks of
// block_rows rows by two vectors of columns, which stay in registers while k runs; the factors are
// first packed in the order in which the blocks read them, in parts that fit the caches.

// Rows of a block: as many as leave registers for two vectors of B and one of A.
#if LANES == 16
enum { block_rows = 12 };
#elif LANES == 8
enum { block_rows = 6 };
#else
enum { block_rows = 8 };
#endif
enum { block_columns = 2 * LANES };
// Rows of the highest block, of one vector of columns.
enum { tallest_block = 12 };
// Up to this many panels of one factor, packing the other costs more than it saves.
enum { few_panels = 4 };
// Up to this many rows of B stay in the first-level cache as they lie.
enum { shallow = 64 };

// What is packed at a time: A's part stays in the second-level cache, and a panel of B, which is
// block_columns wide, in the first.
enum {
    part_rows = VARIA_PART_ROWS,
    part_depth = VARIA_PART_DEPTH,
    part_columns = VARIA_PART_COLUMNS,
};

typedef struct {
    float *c;
    const float *a, *b;
    int64_t k, columns;  // of this block
    int64_t a_row, a_column, b_row, c_row;
    bool adds;  // to what C holds
} block;

INLINE void multiply_block(const block *x, const int rows, const int vectors) {
    vfloat sum[tallest_block][2];
    for (int r = 0; r < rows; r++) {
        for (int v = 0; v < vectors; v++) sum[r][v] = splat(0.f);
        __builtin_prefetch(x->c + r * x->c_row);
    }
    const float *a = x->a, *b = x->b;
    for (int64_t k = 0; k < x->k; k++, a += x->a_column, b += x->b_row) {
        vfloat column[2];
        for (int v = 0; v < vectors; v++) column[v] = load(b + v * LANES);
        for (int r = 0; r < rows; r++) {
            const vfloat factor = splat(a[r * x->a_row]);
            for (int v = 0; v < vectors; v++) {
                sum[r][v] = multiply_add(factor, column[v], sum[r][v]);
            }
        }
    }
    for (int r = 0; r < rows; r++) {
        for (int v = 0; v < vectors; v++) {
            float *to = x->c + r * x->c_row + v * LANES;
            const int64_t left = x->columns - v * LANES;
            if (left >= LANES) {
                store(to, x->adds ? load(to) + sum[r][v] : sum[r][v]);
            } else if (left > 0) {
                store_partial(to, x->adds ? load_partial(to, left) + sum[r][v] : sum[r][v], left);
            }
        }
    }
}

// One function for each number of rows and vectors, so that sums stay in registers. Two vectors of
// more than block_rows rows would not fit.
#define BLOCK(n)                                                                    \
    static void multiply_block_##n##_1(const block *x) { multiply_block(x, n, 1); } \
    static void multiply_block_##n##_2(const block *x) {                            \
        if (n <= block_rows) multiply_block(x, n, 2);                               \
    }
BLOCK(1) BLOCK(2) BLOCK(3) BLOCK(4) BLOCK(5) BLOCK(6)
BLOCK(7) BLOCK(8) BLOCK(9) BLOCK(10) BLOCK(11) BLOCK(12)
#undef BLOCK

// By the number of vectors and of rows.
static void (*const multiply_rows[3][tallest_block + 1])(const block *) = {
    {NULL},
#define ROW(v)                                                                       \
    {NULL, multiply_block_1_##v, multiply_block_2_##v, multiply_block_3_##v,         \
     multiply_block_4_##v, multiply_block_5_##v, multiply_block_6_##v,               \
     multiply_block_7_##v, multiply_block_8_##v, multiply_block_9_##v,               \
     multiply_block_10_##v, multiply_block_11_##v, multiply_block_12_##v}
    ROW(1), ROW(2),
#undef ROW
};

// A part of a factor as blocks read it: the first element, the distance from panel to panel (0 where
// A lies as it is), and the strides within a panel.
typedef struct {
    const float *from;
    int64_t panel, row, column;
} part;

// The panels of A are block_rows high; those that lie well are read where they are.
static part part_of_a(
    const varia_product *p, const float *a, int64_t rows, int64_t depth, float *room) {
    if (p->n <= few_panels * block_columns) {
        return (part){a, 0, p->a_row, p->a_column};
    }
    pack(room, a, rows, block_rows, depth, p->a_row, p->a_column);
    return (part){room, block_rows * depth, 1, block_rows};
}

// The panels of B are block_columns wide; blocks read whole vectors of them.
static part part_of_b(
    const varia_product *p, const float *b, int64_t columns, int64_t depth, float *room) {
    if (p->b_column == 1 && columns % LANES == 0
        && (p->m <= few_panels * block_rows || depth <= shallow)) {
        return (part){b, block_columns, p->b_row, 1};
    }
    pack(room, b, columns, block_columns, depth, p->b_column, p->b_row);
    return (part){room, block_columns * depth, block_columns, 1};
}

static void multiply_parts(
    float *c, int64_t c_row, part a, part b, int64_t rows, int64_t columns, int64_t depth,
    bool adds) {
    block x = {
        .k = depth, .a_row = a.row, .a_column = a.column, .b_row = b.row, .c_row = c_row,
        .adds = adds, .b = b.from};
    for (int64_t column = 0; column < columns; column += block_columns, x.b += b.panel) {
        x.columns = least(columns - column, block_columns);
        const int vectors = x.columns > LANES ? 2 : 1;
        x.a = a.from;
        x.c = c + column;
        // Panels are block_rows high. Where there are none, blocks are about equally high: the last
        // would otherwise have too few sums to keep the processor busy.
        const int64_t highest = a.panel > 0 ? block_rows : vectors == 1 ? tallest_block : block_rows;
        int64_t blocks = (rows + highest - 1) / highest;
        for (int64_t row = 0; row < rows; blocks--) {
            const int64_t left = rows - row;
            const int64_t height =
                a.panel > 0 ? least(left, block_rows) : (left + blocks - 1) / blocks;
            multiply_rows[vectors][height](&x);
            row += height;
            x.a += a.panel > 0 ? a.panel : height * a.row;
            x.c += height * c_row;
        }
    }
}

static void multiply_matrices(
    const varia_product *p, float *c, const float *a, const float *b, float *scratch) {
    for (int64_t column = 0; column < p->n; column += part_columns) {
        const int64_t columns = least(p->n - column, part_columns);
        // At least once, so that a product over nothing is zero.
        int64_t k = 0;
        do {
            const int64_t depth = least(p->k - k, part_depth);
            const part right = part_of_b(
                p, b + k * p->b_row + column * p->b_column, columns, depth,
                scratch + part_rows * part_depth);
            for (int64_t row = 0; row < p->m; row += part_rows) {
                const int64_t rows = least(p->m - row, part_rows);
                const part left =
                    part_of_a(p, a + row * p->a_row + k * p->a_column, rows, depth, scratch);
                multiply_parts(
                    c + row * p->c_row + column, p->c_row, left, right, rows, columns, depth,
                    k > 0);
            }
            k += depth;
        } while (k < p->k);
    }
}

// Products that are one block each: nothing is looked up more than once.
static void run_blocks(
    const varia_product *p, float *c, const float *a, const float *b, float *scratch) {
    const bool packs = p->b_column != 1 || p->n % LANES != 0;
    const int vectors = p->n > LANES ? 2 : 1;
    void (*const multiply)(const block *) = multiply_rows[vectors][p->m];
    block x = {
        .c = c, .a = a, .b = b, .k = p->k, .columns = p->n, .a_row = p->a_row,
        .a_column = p->a_column, .b_row = p->b_row, .c_row = p->c_row};
    if (packs) x.b_row = vectors * LANES;
    for (int64_t i = 0; i < p->batch; i++) {
        x.b = b + i * p->b_batch;
        if (packs) {
            if (vectors == 1) pack_panel(scratch, x.b, p->n, LANES, p->k, p->b_column, p->b_row);
            else pack_panel(scratch, x.b, p->n, 2 * LANES, p->k, p->b_column, p->b_row);
            x.b = scratch;
        }
        multiply(&x);
        x.a += p->a_batch;
        x.c += p->c_batch;
    }
}

static void run_product(
    const varia_product *p, float *c, const float *a, const float *b, float *scratch) {
    const int64_t rows = p->n <= LANES ? tallest_block : p->n <= block_columns ? block_rows : 0;
    if (p->m > 0 && p->n > 0 && p->m <= rows && p->k <= part_depth) {
        run_blocks(p, c, a, b, scratch);
        return;
    }
    for (int64_t i = 0; i < p->batch; i++) {
        multiply_matrices(
            p, c + i * p->c_batch, a + i * p->a_batch, b + i * p->b_batch, scratch);
    }
}
