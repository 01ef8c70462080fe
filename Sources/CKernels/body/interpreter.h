// Runs a fused kernel's instructions, tile after tile.

typedef struct {
    int64_t row, rows, column, columns;
} tile;

typedef struct {
    const varia_plan *plan;
    varia_frame frame;
    const uint64_t *keys;
    uint64_t step;
} machine;

// Cuts a tile into an operand's runs, and calls `move` on each and the register's part for it.
#define EACH_RUN(m, operand, t, width, name, ...)                                              \
    do {                                                                                       \
        const varia_access *access = &(m)->plan->accesses[operand];                            \
        varia_cursor cursor = varia_cursor_at(access, (t).row, (t).column);                    \
        for (int64_t done = 0; done < (t).rows;) {                                             \
            const int64_t rows = varia_cursor_run(&cursor, (t).rows - done);                   \
            const run name = {                                                                 \
                cursor.address, rows, access->strides[access->axes - 1], width,                \
                access->column_stride};                                                        \
            const int64_t offset = done * (width);                                             \
            __VA_ARGS__;                                                                       \
            varia_cursor_advance(&cursor, rows);                                               \
            done += rows;                                                                      \
        }                                                                                      \
    } while (0)

INLINE float *home(const machine *m, uint8_t kind, uint16_t number) {
    return kind == VARIA_WIDE ? m->frame.wide + number * m->plan->wide_size
                              : m->frame.narrow + number * m->plan->narrow_size;
}

INLINE const float **slot(const machine *m, uint8_t kind, uint16_t number) {
    return &m->frame.registers[m->plan->first[kind] + number];
}

// Where the instruction's result is to go on this tile.
INLINE float *result(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    const int32_t operand = m->plan->destination[index];
    float *to = operand < 0 ? NULL
                            : varia_access_contiguous(
                                &m->plan->accesses[operand], t.row, t.rows, t.column, width);
    if (to == NULL) to = home(m, i->dst_kind, i->dst);
    *slot(m, i->dst_kind, i->dst) = to;
    return to;
}

static void run_on_elements(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    const uint8_t kinds[3] = {i->a_kind, i->b_kind, i->c_kind};
    const uint16_t numbers[3] = {i->a, i->b, i->c};
    const int sources = varia_sources(i->opcode);
    source from[3];
    bool by_row = false;
    for (int k = 0; k < sources; k++) {
        from[k].from = *slot(m, kinds[k], numbers[k]);
        from[k].repeats = kinds[k] != i->dst_kind && (width > 1 || kinds[k] == VARIA_SCALAR);
        from[k].step = !from[k].repeats ? width : kinds[k] == VARIA_SCALAR ? 0 : 1;
        if (from[k].repeats && kinds[k] == VARIA_NARROW) by_row = true;
    }
    if (by_row && width < varia_short_row && width % LANES != 0 && i->opcode != VARIA_SPREAD) {
        for (int k = 0; k < sources; k++) {
            if (!from[k].repeats || kinds[k] != VARIA_NARROW) continue;
            float *room = m->frame.rooms + k * m->plan->wide_size;
            for (int64_t row = 0; row < t.rows; row++) {
                const vfloat value = splat(from[k].from[row]);
                for (int64_t c = 0; c < width; c += LANES) store(room + row * width + c, value);
            }
            from[k] = (source){room, width, false};
        }
        by_row = false;
    }
    for (int k = sources; k < 3; k++) from[k] = from[0];
    const elementwise_call call = {
        .to = result(m, index, t, width),
        .rows = by_row ? t.rows : 1,
        .columns = by_row ? width : t.rows * width,
        .a = from[0], .b = from[1], .c = from[2]};
    run_elementwise[i->opcode](&call);
}

static void run_load(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    if (!m->plan->copies[index]) {
        const float *bound = varia_access_contiguous(
            &m->plan->accesses[i->a], t.row, t.rows, t.column, width);
        if (bound != NULL) {
            *slot(m, i->dst_kind, i->dst) = bound;
            return;
        }
    }
    float *to = home(m, i->dst_kind, i->dst);
    *slot(m, i->dst_kind, i->dst) = to;
    if (m->plan->accesses[i->a].bfloat16) {
        EACH_RUN(
            m, i->a, t, width, r,
            read_bfloat16_run(to + offset, varia_bfloat16_address(access, r.address), r));
    } else {
        EACH_RUN(m, i->a, t, width, r, read_run(to + offset, r));
    }
}

static void run_store(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    const float *from = *slot(m, i->a_kind, i->a);
    const varia_access *target = &m->plan->accesses[i->dst];
    if (target->bfloat16) {
        EACH_RUN(
            m, i->dst, t, width, r,
            write_bfloat16_run(varia_bfloat16_address(access, r.address), r, from + offset));
        return;
    }
    // Computed in place already, see `result`.
    if (from == varia_access_contiguous(target, t.row, t.rows, t.column, width)) return;
    EACH_RUN(m, i->dst, t, width, r, write_run(r, from + offset));
}

static void run_accumulate(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    const float *from = *slot(m, i->a_kind, i->a);
    // A row's one value counts once, however its columns are cut into blocks.
    if (i->a_kind == VARIA_NARROW && t.column > 0) return;
    EACH_RUN(m, i->dst, t, width, r, accumulate_run(r, from + offset));
}

static void run_column_index(const machine *m, int32_t index, tile t) {
    float *to = result(m, index, t, t.columns);
    for (int64_t row = 0; row < t.rows; row++) {
        for (int64_t c = 0; c < t.columns; c++) to[row * t.columns + c] = (float)(t.column + c);
    }
}

static void run_row_index(const machine *m, int32_t index, tile t) {
    const varia_kernel *kernel = m->plan->kernel;
    const int32_t axis = kernel->instructions[index].a;
    int64_t inner = 1;
    for (int32_t k = axis + 1; k < kernel->row_axes; k++) inner *= kernel->row_sizes[k];
    float *to = result(m, index, t, 1);
    int64_t value = t.row / inner % kernel->row_sizes[axis], left = inner - t.row % inner;
    for (int64_t row = 0; row < t.rows; row++) {
        to[row] = (float)value;
        if (--left == 0) {
            left = inner;
            if (++value == kernel->row_sizes[axis]) value = 0;
        }
    }
}

static void run_reduction(const machine *m, int32_t index, tile t) {
    const varia_instruction *i = &m->plan->kernel->instructions[index];
    const float *from = *slot(m, i->a_kind, i->a);
    float *to = result(m, index, t, 1);
    if (i->opcode == VARIA_REDUCE_SUM) {
        for (int64_t r = 0; r < t.rows; r++) to[r] = sum_of_row(from + r * t.columns, t.columns);
    } else {
        for (int64_t r = 0; r < t.rows; r++) {
            to[r] = maximum_of_row(from + r * t.columns, t.columns);
        }
    }
}

static void run_dropout(const machine *m, int32_t index, tile t, int64_t width) {
    const varia_kernel *kernel = m->plan->kernel;
    const varia_instruction *i = &kernel->instructions[index];
    const varia_dropout_site *site = &kernel->dropouts[i->b];
    const float *from = *slot(m, i->a_kind, i->a);
    float *to = result(m, index, t, width);
    const int64_t columns = i->dst_kind == VARIA_WIDE ? kernel->columns : 1;
    const int64_t first = t.row * columns + (i->dst_kind == VARIA_WIDE ? t.column : 0);
    const bool dense = width == columns;
    for (int64_t row = 0; row < (dense ? 1 : t.rows); row++) {
        drop_out(
            to + row * width, from + row * width, dense ? t.rows * width : width,
            (uint64_t)(first + row * columns), site, m->keys[i->b], m->step);
    }
}

#include "chain_call.h"

static void run_instructions(const machine *m, int32_t begin, int32_t end, tile t) {
    const varia_kernel *kernel = m->plan->kernel;
    for (int32_t index = begin; index < end; index++) {
        const varia_planned_chain *planned = m->plan->chain_at[index];
        if (planned != NULL) {
            run_chain(m, planned, t);
            index = planned->chain.end - 1;
            continue;
        }
        const varia_instruction *i = &kernel->instructions[index];
        const bool writes = i->opcode == VARIA_STORE || i->opcode == VARIA_ACCUMULATE;
        const bool wide = (writes ? i->a_kind : i->dst_kind) == VARIA_WIDE;
        const int64_t width = wide ? t.columns : 1;
        switch ((varia_opcode)i->opcode) {
        case VARIA_LOAD: run_load(m, index, t, width); break;
        case VARIA_STORE: run_store(m, index, t, width); break;
        case VARIA_ACCUMULATE: run_accumulate(m, index, t, width); break;
        case VARIA_COLUMN_INDEX: run_column_index(m, index, t); break;
        case VARIA_ROW_INDEX: run_row_index(m, index, t); break;
        case VARIA_REDUCE_SUM:
        case VARIA_REDUCE_MAX: run_reduction(m, index, t); break;
        case VARIA_DROPOUT: run_dropout(m, index, t, width); break;
        default: run_on_elements(m, index, t, width); break;
        }
    }
}

// Keeps a tile within a block of its square's rows, and leaves out the columns past the block.
static void limit_to_block(const varia_kernel *kernel, tile *t) {
    const int64_t row = t->row % kernel->columns;
    const int64_t end =
        least((row / kernel->causal_block + 1) * kernel->causal_block, kernel->columns);
    t->rows = least(t->rows, end - row);
    t->columns = least(t->columns, end - t->column);
}

static void run_kernel(
    const varia_plan *plan, const uint64_t *keys, uint64_t step, const varia_part *part,
    void *scratch) {
    const varia_kernel *kernel = plan->kernel;
    const machine m = {plan, varia_frame_make(plan, scratch), keys, step};
    for (int64_t column = part->column_begin; column < part->column_end;
         column += kernel->column_block) {
        tile prepared = {0};
        for (int64_t row = part->row_begin; row < part->row_end;) {
            tile t = {
                row, least(part->row_end - row, kernel->tile_rows), column,
                part->column_end - column};
            if (kernel->causal_block > 0) limit_to_block(kernel, &t);
            row += t.rows;
            if (t.columns > kernel->column_block) t.columns = kernel->column_block;
            if (t.columns <= 0) continue;
            if (t.rows > prepared.rows || t.columns != prepared.columns) {
                run_instructions(&m, 0, kernel->prologue_count, t);
                prepared = t;
            }
            run_instructions(&m, kernel->prologue_count, kernel->instruction_count, t);
        }
    }
}
