// Small dense products. C is computed in blocks of MAX_ROWS rows by two vectors of columns, which
// stay in registers while k runs. B's columns are read in place where they are contiguous and the
// block is full, and are otherwise packed, with zeros at the end.

// Rows of a block: as many as leave registers for two vectors of B and one of A.
#if LANES == 16
enum { max_rows = 12 };
#elif LANES == 8
enum { max_rows = 6 };
#else
enum { max_rows = 8 };
#endif
enum { panel_columns = 2 * LANES, panel_depth = 256 };

typedef struct {
    float *c;
    const float *a, *b;
    int64_t k, columns;  // of this block
    int64_t a_row, a_column, b_row, c_row;
    bool adds;  // to what C holds
} block;

INLINE void multiply_block(const block *x, const int rows, const int vectors) {
    vfloat sum[max_rows][2];
    for (int r = 0; r < rows; r++) {
        for (int v = 0; v < vectors; v++) sum[r][v] = splat(0.f);
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

// One function for each number of rows, so that sums stay in registers.
#define BLOCK(n)                                               \
    static void multiply_block_##n(const block *x) {           \
        if (x->columns > LANES) multiply_block(x, n, 2);       \
        else multiply_block(x, n, 1);                          \
    }
BLOCK(1) BLOCK(2) BLOCK(3) BLOCK(4) BLOCK(5) BLOCK(6)
#if LANES != 8
BLOCK(7) BLOCK(8)
#endif
#if LANES == 16
BLOCK(9) BLOCK(10) BLOCK(11) BLOCK(12)
#endif
#undef BLOCK

static void (*const multiply_rows[])(const block *) = {
    NULL, multiply_block_1, multiply_block_2, multiply_block_3, multiply_block_4,
    multiply_block_5, multiply_block_6,
#if LANES != 8
    multiply_block_7, multiply_block_8,
#endif
#if LANES == 16
    multiply_block_9, multiply_block_10, multiply_block_11, multiply_block_12,
#endif
};

// packed[k][column] <- B, columns up to a whole number of vectors.
static void pack_panel(
    float *packed, const float *b, int64_t depth, int64_t columns, int64_t b_row,
    int64_t b_column) {
    for (int64_t k = 0; k < depth; k++) {
        for (int64_t j = 0; j < panel_columns; j++) {
            packed[k * panel_columns + j] = j < columns ? b[k * b_row + j * b_column] : 0.f;
        }
    }
}

static void small_matmul(
    float *c, const float *a, const float *b, int64_t batch, int64_t m, int64_t n, int64_t k,
    int64_t a_batch, int64_t a_row, int64_t a_column, int64_t b_batch, int64_t b_row,
    int64_t b_column, int64_t c_batch, int64_t c_row) {
    float packed[panel_depth * panel_columns];
    for (int64_t i = 0; i < batch; i++, a += a_batch, b += b_batch, c += c_batch) {
        for (int64_t column = 0; column < n; column += panel_columns) {
            block x = {.a_row = a_row, .a_column = a_column, .c_row = c_row};
            x.columns = n - column < panel_columns ? n - column : panel_columns;
            const bool packs = b_column != 1 || x.columns % LANES != 0;
            x.b_row = packs ? panel_columns : b_row;
            // At least once, so that a product over nothing is zero.
            int64_t depth = 0;
            do {
                x.k = k - depth < panel_depth ? k - depth : panel_depth;
                x.b = b + depth * b_row + column * b_column;
                if (packs) {
                    pack_panel(packed, x.b, x.k, x.columns, b_row, b_column);
                    x.b = packed;
                }
                x.adds = depth > 0;
                for (int64_t row = 0; row < m; row += max_rows) {
                    x.a = a + row * a_row + depth * a_column;
                    x.c = c + row * c_row + column;
                    multiply_rows[m - row < max_rows ? m - row : max_rows](&x);
                }
                depth += x.k;
            } while (depth < k);
        }
    }
}
