#include "registers.h"

#if defined(__x86_64__)

static void find_live(varia_registers *registers) {
    const varia_values *values = registers->values;
    for (int32_t i = values->count - 1; i >= 0; i--) {
        const varia_value *value = &values->values[i];
        if (value->computation == VARIA_TO_STREAM) registers->live[i] = true;
        if (!registers->live[i]) continue;
        for (int k = 0; k < value->operands; k++) registers->live[value->of[k]] = true;
    }
}

static void clear_places(varia_registers *registers) {
    registers->pinned = 0;
    registers->position = 0;
    registers->spills = 0;
    registers->highest = -1;
    for (int32_t i = 0; i < registers->values->count; i++) {
        registers->place[i] = registers->spill[i] = -1;
    }
    for (int r = 0; r < varia_vector_registers; r++) registers->holds[r] = -1;
}

static varia_last_operand in_constants(varia_registers *registers, int32_t value) {
    registers->uses[value]++;
    return (varia_last_operand){
        VARIA_IN_CONSTANTS,
        varia_assembler_constant(
            registers->assembler, registers->values->values[value].constant), 0, 0, 0};
}

void varia_registers_start(
    varia_registers *registers, varia_assembler *assembler, const varia_values *values) {
    registers->assembler = assembler;
    registers->values = values;
    registers->first_reserved = varia_vector_registers;
    registers->failed = false;
    for (int32_t i = 0; i < values->count; i++) {
        registers->live[i] = false;
        registers->uses[i] = 0;
    }
    find_live(registers);
    clear_places(registers);
}

void varia_registers_restart(varia_registers *registers) {
    const varia_values *values = registers->values;
    registers->first_reserved = registers->highest + 1;
    clear_places(registers);
    for (int r = registers->first_reserved; r < varia_vector_registers; r++) {
        int32_t best = -1;
        for (int32_t i = 0; i < values->count; i++) {
            if (values->values[i].computation != VARIA_FROM_CONSTANT || !registers->live[i]
                || registers->place[i] >= 0 || registers->uses[i] == 0) continue;
            if (best < 0 || registers->uses[i] > registers->uses[best]) best = i;
        }
        if (best < 0) break;
        registers->holds[r] = best;
        registers->place[best] = (int8_t)r;
    }
}

void varia_registers_load_reserved(varia_registers *registers) {
    for (int r = registers->first_reserved; r < varia_vector_registers; r++) {
        if (registers->holds[r] < 0) break;
        varia_emit_vector(
            registers->assembler, VARIA_V_LOAD, r, 0, in_constants(registers, registers->holds[r]),
            -1);
    }
}

// The next value after the present one that reads `value`, or the number of values.
static int32_t next_use(const varia_registers *registers, int32_t value) {
    const varia_values *values = registers->values;
    for (int32_t i = registers->position + 1; i < values->count; i++) {
        if (!registers->live[i]) continue;
        for (int k = 0; k < values->values[i].operands; k++) {
            if (values->values[i].of[k] == value) return i;
        }
    }
    return values->count;
}

static varia_last_operand on_stack(int spill) {
    return (varia_last_operand){VARIA_IN_MEMORY, 0, VARIA_RSP, VARIA_RSP, spill * 32};
}

// Whether a value can be had again without having been kept.
static bool is_elsewhere(const varia_registers *registers, int32_t value) {
    switch (registers->values->values[value].computation) {
    case VARIA_FROM_STREAM:
    case VARIA_FROM_NARROW:
    case VARIA_FROM_CONSTANT: return true;
    default: return registers->spill[value] >= 0;
    }
}

static void empty(varia_registers *registers, int reg) {
    registers->place[registers->holds[reg]] = -1;
    registers->holds[reg] = -1;
}

// Empties the register whose value is needed last, and returns it.
static int evict(varia_registers *registers) {
    int best = -1;
    int32_t farthest = -1;
    for (int r = 0; r < registers->first_reserved; r++) {
        if (registers->pinned >> r & 1) continue;
        const int32_t next = next_use(registers, registers->holds[r]);
        if (next > farthest) {
            best = r;
            farthest = next;
        }
    }
    const int32_t value = registers->holds[best];
    if (farthest < registers->values->count && !is_elsewhere(registers, value)) {
        if (registers->spills == varia_spill_limit) registers->failed = true;
        else registers->spill[value] = (int8_t)registers->spills++;
        varia_emit_vector(
            registers->assembler, VARIA_V_STORE, best, 0, on_stack(registers->spill[value]), -1);
    }
    empty(registers, best);
    return best;
}

static int take(varia_registers *registers, int32_t value) {
    int reg = 0;
    while (reg < registers->first_reserved && registers->holds[reg] >= 0) reg++;
    if (reg == registers->first_reserved) reg = evict(registers);
    if (reg > registers->highest) registers->highest = reg;
    registers->holds[reg] = value;
    registers->place[value] = (int8_t)reg;
    registers->pinned |= 1u << reg;
    return reg;
}

bool varia_registers_dies(const varia_registers *registers, int32_t value) {
    return next_use(registers, value) == registers->values->count;
}

varia_last_operand varia_registers_stream(
    varia_registers *registers, int32_t stream, varia_general index) {
    const varia_general base = registers->addresses[stream];
    if (base == VARIA_RAX) {
        varia_emit_load(
            registers->assembler, VARIA_RAX, VARIA_RDI,
            (int32_t)(offsetof(varia_chain_call, streams) + sizeof(float *) * (size_t)stream));
    }
    return (varia_last_operand){VARIA_IN_MEMORY, 0, base, index, 0};
}

int varia_registers_fetch(varia_registers *registers, int32_t value) {
    if (registers->place[value] >= 0) {
        registers->pinned |= 1u << registers->place[value];
        return registers->place[value];
    }
    const int reg = take(registers, value);
    const varia_value *source = &registers->values->values[value];
    varia_vector_opcode load = VARIA_V_LOAD;
    varia_last_operand from;
    switch (source->computation) {
    case VARIA_FROM_STREAM:
        from = varia_registers_stream(registers, source->detail, VARIA_RCX);
        break;
    case VARIA_FROM_NARROW:
        load = VARIA_V_BROADCAST;
        from = varia_registers_stream(registers, source->detail, VARIA_RDX);
        break;
    case VARIA_FROM_CONSTANT:
        from = in_constants(registers, value);
        break;
    default: from = on_stack(registers->spill[value]); break;
    }
    varia_emit_vector(registers->assembler, load, reg, 0, from, -1);
    return reg;
}

varia_last_operand varia_registers_operand(varia_registers *registers, int32_t value) {
    const varia_value *source = &registers->values->values[value];
    if (registers->place[value] < 0) {
        if (source->computation == VARIA_FROM_CONSTANT) return in_constants(registers, value);
        if (varia_registers_dies(registers, value)) {
            if (source->computation == VARIA_FROM_STREAM) {
                return varia_registers_stream(registers, source->detail, VARIA_RCX);
            }
            if (registers->spill[value] >= 0) return on_stack(registers->spill[value]);
        }
    }
    return (varia_last_operand){
        VARIA_IN_REGISTER, varia_registers_fetch(registers, value), 0, 0, 0};
}

int varia_registers_extra(varia_registers *registers) {
    return take(registers, registers->position);
}

int varia_registers_result(varia_registers *registers) {
    varia_registers_end(registers);
    return take(registers, registers->position);
}

void varia_registers_inherit(varia_registers *registers, int32_t operand) {
    const int reg = registers->place[operand];
    registers->place[operand] = -1;
    registers->place[registers->position] = (int8_t)reg;
    registers->holds[reg] = registers->position;
}

void varia_registers_begin(varia_registers *registers, int32_t value) {
    registers->position = value;
    registers->pinned = 0;
    const varia_value *present = &registers->values->values[value];
    for (int k = 0; k < present->operands; k++) {
        const int reg = registers->place[present->of[k]];
        if (reg >= 0) registers->pinned |= 1u << reg;
    }
}

void varia_registers_end(varia_registers *registers) {
    const varia_value *present = &registers->values->values[registers->position];
    for (int k = 0; k < present->operands; k++) {
        const int reg = registers->place[present->of[k]];
        if (reg < 0 || reg >= registers->first_reserved
            || !varia_registers_dies(registers, present->of[k])) continue;
        empty(registers, reg);
        registers->pinned &= ~(1u << reg);
    }
}

bool varia_registers_in_memory(const varia_registers *registers, int32_t value) {
    if (registers->place[value] >= 0) return false;
    return registers->values->values[value].computation == VARIA_FROM_CONSTANT
        || varia_registers_dies(registers, value);
}

#endif
