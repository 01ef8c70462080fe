// Between registers and memory. A register's tile is dense, row after row; an operand's rows and
// columns have strides. All take a run: rows of constant stride.

typedef struct {
    float *address;
    int64_t rows, row_stride, columns, column_stride;
} run;

// Rows that follow each other without a gap become one row; rows of one column become columns.
INLINE run merged(run r) {
    if (r.columns == 1) {
        r.columns = r.rows;
        r.column_stride = r.row_stride;
        r.rows = 1;
    } else if (r.row_stride == r.columns * r.column_stride) {
        r.columns *= r.rows;
        r.rows = 1;
    }
    return r;
}

// register <- memory. May write a vector's length past the tile's end, into the padding.
static void read_run(float *to, run r) {
    r = merged(r);
    if (r.column_stride > 1 && r.row_stride == 1 && r.rows > 1) {
        for (int64_t column = 0; column < r.columns; column++) {
            const float *from = r.address + column * r.column_stride;
            for (int64_t row = 0; row < r.rows; row++) to[row * r.columns + column] = from[row];
        }
        return;
    }
    for (int64_t row = 0; row < r.rows; row++, to += r.columns) {
        const float *from = r.address + row * r.row_stride;
        if (r.column_stride == 1) {
            int64_t i = 0;
            for (; i + LANES <= r.columns; i += LANES) store(to + i, load(from + i));
            if (i < r.columns) store(to + i, load_partial(from + i, r.columns - i));
        } else if (r.column_stride == 0) {
            const vfloat value = splat(*from);
            for (int64_t i = 0; i < r.columns; i += LANES) store(to + i, value);
        } else {
            for (int64_t i = 0; i < r.columns; i++) to[i] = from[i * r.column_stride];
        }
    }
}

// memory <- register
static void write_run(run r, const float *from) {
    r = merged(r);
    if (r.column_stride > 1 && r.row_stride == 1 && r.rows > 1) {
        for (int64_t column = 0; column < r.columns; column++) {
            float *to = r.address + column * r.column_stride;
            for (int64_t row = 0; row < r.rows; row++) to[row] = from[row * r.columns + column];
        }
        return;
    }
    for (int64_t row = 0; row < r.rows; row++, from += r.columns) {
        float *to = r.address + row * r.row_stride;
        if (r.column_stride == 1) {
            int64_t i = 0;
            for (; i + LANES <= r.columns; i += LANES) store(to + i, load(from + i));
            if (i < r.columns) {
                const int64_t left = r.columns - i;
                // The register may be bound to memory that ends here.
                store_partial(to + i, load_partial(from + i, left), left);
            }
        } else {
            for (int64_t i = 0; i < r.columns; i++) to[i * r.column_stride] = from[i];
        }
    }
}

// register <- memory of bfloat16, whose first element of the run is `from`; `r` says how it lies.
static void read_bfloat16_run(float *to, const uint16_t *from, run r) {
    r = merged(r);
    for (int64_t row = 0; row < r.rows; row++, to += r.columns, from += r.row_stride) {
        int64_t i = 0;
        if (r.column_stride == 1) {
            for (; i + LANES <= r.columns; i += LANES) store(to + i, load_bfloat16(from + i));
        }
        for (; i < r.columns; i++) to[i] = from_bfloat16(from[i * r.column_stride]);
    }
}

// memory of bfloat16 <- register, rounded.
static void write_bfloat16_run(uint16_t *to, run r, const float *from) {
    r = merged(r);
    for (int64_t row = 0; row < r.rows; row++, from += r.columns, to += r.row_stride) {
        int64_t i = 0;
        if (r.column_stride == 1) {
            for (; i + LANES <= r.columns; i += LANES) store_bfloat16(to + i, load(from + i));
        }
        for (; i < r.columns; i++) to[i * r.column_stride] = to_bfloat16(from[i]);
    }
}

// to[0 ..< columns] += each of the rows, one after another.
static void add_rows(float *to, const float *from, int64_t rows, int64_t columns) {
    int64_t i = 0;
    for (; i + 4 * LANES <= columns; i += 4 * LANES) {
        vfloat sum[4];
        for (int k = 0; k < 4; k++) sum[k] = load(to + i + k * LANES);
        for (int64_t row = 0; row < rows; row++) {
            const float *next = from + row * columns + i;
            for (int k = 0; k < 4; k++) sum[k] += load(next + k * LANES);
        }
        for (int k = 0; k < 4; k++) store(to + i + k * LANES, sum[k]);
    }
    for (; i < columns; i += LANES) {
        const int64_t left = columns - i;
        const bool whole = left >= LANES;
        vfloat sum = whole ? load(to + i) : load_partial(to + i, left);
        for (int64_t row = 0; row < rows; row++) {
            const float *next = from + row * columns + i;
            sum += whole ? load(next) : load_partial(next, left);
        }
        if (whole) store(to + i, sum);
        else store_partial(to + i, sum, left);
    }
}

// memory += register, row after row.
static void accumulate_run(run r, const float *from) {
    if (r.columns > 1 && r.column_stride == 0) {
        for (int64_t row = 0; row < r.rows; row++) {
            r.address[row * r.row_stride] += sum_of_row(from + row * r.columns, r.columns);
        }
        return;
    }
    if (r.column_stride == 1 && r.row_stride == 0 && r.columns > 1) {
        add_rows(r.address, from, r.rows, r.columns);
        return;
    }
    r = merged(r);
    for (int64_t row = 0; row < r.rows; row++, from += r.columns) {
        float *to = r.address + row * r.row_stride;
        if (r.column_stride == 1) {
            add_rows(to, from, 1, r.columns);
        } else if (r.column_stride == 0) {
            float sum = *to;
            for (int64_t i = 0; i < r.columns; i++) sum += from[i];
            *to = sum;
        } else {
            for (int64_t i = 0; i < r.columns; i++) to[i * r.column_stride] += from[i];
        }
    }
}
