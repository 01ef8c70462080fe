#include "frame.h"

enum { alignment = 64 };

static size_t aligned(size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

// A register's size in floats. The padding of a whole vector also keeps registers whose size is a
// power of two from falling on the same cache sets.
static int64_t padded(int64_t count) {
    return (count + VARIA_LONGEST_VECTOR - 1) / VARIA_LONGEST_VECTOR * VARIA_LONGEST_VECTOR
        + VARIA_LONGEST_VECTOR;
}

static int32_t register_count(const varia_kernel *kernel) {
    return kernel->wide_registers + kernel->narrow_registers + kernel->constant_count;
}

size_t varia_kernel_plan_bytes(const varia_kernel *kernel) {
    return aligned(sizeof(varia_plan))
        + aligned(sizeof(varia_access) * (size_t)kernel->operand_count)
        + aligned(sizeof(int32_t) * (size_t)kernel->instruction_count)
        + aligned(sizeof(bool) * (size_t)kernel->instruction_count)
        + aligned(sizeof(varia_planned_chain) * (size_t)varia_chain_count(kernel))
        + aligned(sizeof(varia_planned_chain *) * (size_t)kernel->instruction_count);
}

size_t varia_kernel_scratch(const varia_kernel *kernel) {
    const int64_t wide = padded(kernel->tile_rows * kernel->column_block);
    const int64_t narrow = padded(kernel->tile_rows);
    const int64_t floats =
        (kernel->wide_registers + varia_room_count(kernel)) * wide + kernel->narrow_registers * narrow;
    return aligned(sizeof(float *) * (size_t)register_count(kernel))
        + aligned(sizeof(float) * (size_t)floats);
}

int varia_sources(varia_opcode opcode) {
    switch (opcode) {
    case VARIA_LOAD:
    case VARIA_COLUMN_INDEX:
    case VARIA_ROW_INDEX:
        return 0;
    case VARIA_STORE:
    case VARIA_ACCUMULATE:
    case VARIA_SPREAD:
    case VARIA_REDUCE_SUM:
    case VARIA_REDUCE_MAX:
    case VARIA_NEGATE:
    case VARIA_EXP:
    case VARIA_LOG:
    case VARIA_SQRT:
    case VARIA_RECIPROCAL:
    case VARIA_TANH:
    case VARIA_SIGMOID:
    case VARIA_ERF:
    case VARIA_SIN:
    case VARIA_COS:
    case VARIA_BFLOAT16:
    case VARIA_DROPOUT:
        return 1;
    case VARIA_ADD:
    case VARIA_SUBTRACT:
    case VARIA_MULTIPLY:
    case VARIA_DIVIDE:
    case VARIA_MAXIMUM:
    case VARIA_MINIMUM:
    case VARIA_LESS:
    case VARIA_EQUAL:
        return 2;
    case VARIA_MULTIPLY_ADD:
    case VARIA_SELECT:
        return 3;
    }
    return 0;
}

bool varia_writes_memory(const varia_instruction *instruction) {
    return instruction->opcode == VARIA_STORE || instruction->opcode == VARIA_ACCUMULATE;
}

bool varia_defines(const varia_instruction *instruction, uint8_t kind, uint16_t number) {
    return !varia_writes_memory(instruction) && instruction->dst_kind == kind
        && instruction->dst == number;
}

bool varia_reads(const varia_instruction *instruction, uint8_t kind, uint16_t number) {
    const int sources = varia_sources(instruction->opcode);
    return (sources > 0 && instruction->a_kind == kind && instruction->a == number)
        || (sources > 1 && instruction->b_kind == kind && instruction->b == number)
        || (sources > 2 && instruction->c_kind == kind && instruction->c == number);
}

// The last instruction that reads the value which instruction `definition` puts into a register.
static int32_t last_read(const varia_kernel *kernel, int32_t definition) {
    const varia_instruction *d = &kernel->instructions[definition];
    int32_t last = definition;
    for (int32_t i = definition + 1; i < kernel->instruction_count; i++) {
        if (varia_reads(&kernel->instructions[i], d->dst_kind, d->dst)) last = i;
        if (varia_defines(&kernel->instructions[i], d->dst_kind, d->dst)) break;
    }
    return last;
}

static bool overlap(const varia_kernel *kernel, const varia_access *a, const varia_access *b) {
    const varia_access *both[2] = {a, b};
    const float *low[2], *high[2];
    for (int side = 0; side < 2; side++) {
        int64_t down = 0, up = 0;
        const varia_access *access = both[side];
        for (int32_t axis = 0; axis <= access->axes; axis++) {
            const int64_t reach = axis < access->axes
                ? (access->sizes[axis] - 1) * access->strides[axis]
                : (kernel->columns - 1) * access->column_stride;
            *(reach < 0 ? &down : &up) += reach;
        }
        // Two elements lie in what one float takes.
        if (access->bfloat16) up /= 2;
        low[side] = access->base + down;
        high[side] = access->base + up;
    }
    return low[0] <= high[1] && low[1] <= high[0];
}

// Whether both operands name the same address at every row and column.
static bool same(const varia_kernel *kernel, const varia_access *a, const varia_access *b) {
    if (a->base != b->base || a->axes != b->axes) return false;
    if (kernel->columns > 1 && a->column_stride != b->column_stride) return false;
    for (int32_t axis = 0; axis < a->axes; axis++) {
        if (a->sizes[axis] != b->sizes[axis] || a->strides[axis] != b->strides[axis]) return false;
    }
    return true;
}

// Whether the result of instruction `definition` may be computed where instruction `store` will
// put it: nothing that is still to be read may lie there.
static bool may_compute_in_place(const varia_plan *plan, int32_t definition, int32_t store) {
    const varia_kernel *kernel = plan->kernel;
    const uint16_t target = kernel->instructions[store].dst;
    const varia_access *output = &plan->accesses[target];
    for (int32_t i = 0; i < kernel->instruction_count; i++) {
        const varia_instruction *other = &kernel->instructions[i];
        const bool loads = other->opcode == VARIA_LOAD;
        if (i == store || !(loads || varia_writes_memory(other))) continue;
        const varia_access *access = &plan->accesses[loads ? other->a : other->dst];
        if (!overlap(kernel, output, access)) continue;
        // An element may overwrite itself once it has been read for the last time.
        if (!loads || i < kernel->prologue_count || i > definition
            || other->dst_kind != kernel->instructions[definition].dst_kind
            || !same(kernel, output, access) || last_read(kernel, i) > definition) {
            return false;
        }
    }
    return true;
}

static void choose_destinations(varia_plan *plan) {
    const varia_kernel *kernel = plan->kernel;
    for (int32_t store = kernel->prologue_count; store < kernel->instruction_count; store++) {
        const varia_instruction *s = &kernel->instructions[store];
        if (s->opcode != VARIA_STORE) continue;
        int32_t definition = store - 1;
        while (definition >= 0
               && !varia_defines(&kernel->instructions[definition], s->a_kind, s->a)) definition--;
        if (definition < kernel->prologue_count
            || kernel->instructions[definition].opcode == VARIA_LOAD
            || plan->accesses[s->dst].bfloat16
            || plan->destination[definition] >= 0) continue;
        if (may_compute_in_place(plan, definition, store)) plan->destination[definition] = s->dst;
    }
}

static void choose_copies(varia_plan *plan) {
    const varia_kernel *kernel = plan->kernel;
    for (int32_t writer = 0; writer < kernel->instruction_count; writer++) {
        const varia_instruction *w = &kernel->instructions[writer];
        if (!varia_writes_memory(w)) continue;
        for (int32_t i = 0; i < writer; i++) {
            const varia_instruction *loader = &kernel->instructions[i];
            if (loader->opcode != VARIA_LOAD || plan->copies[i]) continue;
            if (i >= kernel->prologue_count && last_read(kernel, i) <= writer) continue;
            plan->copies[i] = overlap(
                kernel, &plan->accesses[w->dst], &plan->accesses[loader->a]);
        }
    }
}

const varia_plan *varia_kernel_plan(
    const varia_kernel *kernel, float *const *buffers, void *memory) {
    char *next = memory;
    varia_plan *plan = (varia_plan *)next;
    next += aligned(sizeof(varia_plan));
    plan->kernel = kernel;
    plan->accesses = (varia_access *)next;
    next += aligned(sizeof(varia_access) * (size_t)kernel->operand_count);
    plan->destination = (int32_t *)next;
    next += aligned(sizeof(int32_t) * (size_t)kernel->instruction_count);
    plan->copies = (bool *)next;
    next += aligned(sizeof(bool) * (size_t)kernel->instruction_count);
    plan->chains = (varia_planned_chain *)next;
    next += aligned(sizeof(varia_planned_chain) * (size_t)varia_chain_count(kernel));
    plan->chain_at = (const varia_planned_chain **)next;

    plan->wide_size = padded(kernel->tile_rows * kernel->column_block);
    plan->narrow_size = padded(kernel->tile_rows);
    plan->first[VARIA_WIDE] = 0;
    plan->first[VARIA_NARROW] = kernel->wide_registers;
    plan->first[VARIA_SCALAR] = kernel->wide_registers + kernel->narrow_registers;
    for (int32_t i = 0; i < kernel->operand_count; i++) {
        plan->accesses[i] = varia_access_make(kernel, &kernel->operands[i], buffers);
    }
    for (int32_t i = 0; i < kernel->instruction_count; i++) {
        plan->destination[i] = -1;
        plan->copies[i] = false;
    }
    choose_destinations(plan);
    choose_copies(plan);
    varia_make_chains(plan);
    return plan;
}

varia_frame varia_frame_make(const varia_plan *plan, void *scratch) {
    const varia_kernel *kernel = plan->kernel;
    varia_frame frame;
    frame.registers = (const float **)scratch;
    frame.wide = (float *)((char *)scratch
        + aligned(sizeof(float *) * (size_t)register_count(kernel)));
    frame.narrow = frame.wide + kernel->wide_registers * plan->wide_size;
    frame.rooms = frame.narrow + kernel->narrow_registers * plan->narrow_size;
    for (int32_t i = 0; i < kernel->wide_registers; i++) {
        frame.registers[i] = frame.wide + i * plan->wide_size;
    }
    for (int32_t i = 0; i < kernel->narrow_registers; i++) {
        frame.registers[kernel->wide_registers + i] = frame.narrow + i * plan->narrow_size;
    }
    for (int32_t i = 0; i < kernel->constant_count; i++) {
        frame.registers[plan->first[VARIA_SCALAR] + i] = &kernel->constants[i];
    }
    return frame;
}
