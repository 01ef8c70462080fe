#include "chain.h"

#include "../frame.h"

// The compiler groups these: see InstructionOrder.swift.
static bool is_chainable(const varia_instruction *instruction) {
    switch ((varia_opcode)instruction->opcode) {
    case VARIA_SPREAD:
    case VARIA_NEGATE:
    case VARIA_EXP:
    case VARIA_LOG:
    case VARIA_SQRT:
    case VARIA_RECIPROCAL:
    case VARIA_TANH:
    case VARIA_SIGMOID:
    case VARIA_ERF:
    case VARIA_ADD:
    case VARIA_SUBTRACT:
    case VARIA_MULTIPLY:
    case VARIA_DIVIDE:
    case VARIA_MAXIMUM:
    case VARIA_MINIMUM:
    case VARIA_LESS:
    case VARIA_EQUAL:
    case VARIA_MULTIPLY_ADD:
    case VARIA_SELECT: return true;
    case VARIA_LOAD:
    case VARIA_STORE:
    case VARIA_ACCUMULATE:
    case VARIA_COLUMN_INDEX:
    case VARIA_ROW_INDEX:
    case VARIA_REDUCE_SUM:
    case VARIA_REDUCE_MAX:
    // Rare, and of large angles slow: not worth code of their own.
    case VARIA_SIN:
    case VARIA_COS:
    // Rare, too: storing rounds.
    case VARIA_BFLOAT16:
    case VARIA_DROPOUT: return false;
    }
    return false;
}

static bool is_read_after(const varia_kernel *kernel, int32_t end, varia_chain_stream s) {
    for (int32_t i = end; i < kernel->instruction_count; i++) {
        const varia_instruction *instruction = &kernel->instructions[i];
        if (varia_reads(instruction, (uint8_t)s.kind, s.number)) return true;
        if (varia_defines(instruction, (uint8_t)s.kind, s.number)) return false;
    }
    return false;
}

// The instruction of begin ..< end that last defines a register, or -1.
static int32_t definition(
    const varia_kernel *kernel, int32_t begin, int32_t end, uint8_t kind, uint16_t number) {
    for (int32_t i = end - 1; i >= begin; i--) {
        if (varia_defines(&kernel->instructions[i], kind, number)) return i;
    }
    return -1;
}

// Adds what instructions begin ..< end read and did not compute themselves, of one kind.
static int32_t add_inputs(
    const varia_kernel *kernel, varia_chain *chain, uint8_t kind, int32_t count) {
    const int32_t first = count;
    for (int32_t i = chain->begin; i < chain->end; i++) {
        const varia_instruction *instruction = &kernel->instructions[i];
        const uint8_t kinds[3] = {instruction->a_kind, instruction->b_kind, instruction->c_kind};
        const uint16_t numbers[3] = {instruction->a, instruction->b, instruction->c};
        for (int k = 0; k < varia_sources(instruction->opcode); k++) {
            if (kinds[k] != kind
                || definition(kernel, chain->begin, i, kind, numbers[k]) >= 0) continue;
            bool known = false;
            for (int32_t s = first; s < count; s++) known |= chain->streams[s].number == numbers[k];
            if (known) continue;
            if (count == varia_chain_limit) return -1;
            chain->streams[count++] = (varia_chain_stream){kind, numbers[k], -1};
        }
    }
    return count;
}

static int32_t add_outputs(const varia_kernel *kernel, varia_chain *chain, int32_t count) {
    for (int32_t i = chain->begin; i < chain->end; i++) {
        const varia_chain_stream output = {chain->kind, kernel->instructions[i].dst, i};
        if (definition(kernel, i + 1, chain->end, (uint8_t)chain->kind, output.number) >= 0) continue;
        if (!is_read_after(kernel, chain->end, output)) continue;
        if (count == varia_chain_limit) return -1;
        chain->streams[count++] = output;
    }
    return count;
}

// Fills in the streams; false where there are too many.
static bool add_streams(const varia_kernel *kernel, varia_chain *chain) {
    const int32_t inputs = add_inputs(kernel, chain, (uint8_t)chain->kind, 0);
    if (inputs < 0) return false;
    const int32_t all = chain->kind == VARIA_WIDE
        ? add_inputs(kernel, chain, VARIA_NARROW, inputs) : inputs;
    if (all < 0) return false;
    const int32_t count = add_outputs(kernel, chain, all);
    if (count < 0) return false;
    chain->inputs = inputs;
    chain->narrow_inputs = all - inputs;
    chain->outputs = count - all;
    return true;
}

// Cycles from an instruction's operands to its result, about.
static int32_t latency(varia_opcode opcode) {
    switch (opcode) {
    case VARIA_SPREAD: return 0;
    case VARIA_EXP:
    case VARIA_ERF: return 45;
    case VARIA_TANH: return 40;
    case VARIA_SIGMOID:
    case VARIA_LOG: return 60;
    case VARIA_RECIPROCAL:
    case VARIA_DIVIDE: return 12;
    case VARIA_SQRT: return 16;
    default: return 4;
    }
}

enum {
    // The processor overlaps the work on several vectors as far as it looks ahead, some 200
    // instructions. Longer dependencies than this would leave it waiting: two functions in a row
    // take 0.47 ns an element each in one chain, and 0.36 in two.
    deepest = 80,
    // Cycles of latency of all instructions together, far from what fills the tables of a chain.
    longest = 2048,
    most = 512,  // instructions
};

// How many of the instructions from `begin` to `limit` make one chain, by their dependencies.
static int32_t length(const varia_kernel *kernel, int32_t begin, int32_t limit) {
    int32_t depths[most], work = 0;
    int32_t i = begin;
    for (; i < limit && i - begin < most; i++) {
        const varia_instruction *instruction = &kernel->instructions[i];
        if (!is_chainable(instruction)
            || instruction->dst_kind != kernel->instructions[begin].dst_kind) break;
        const uint8_t kinds[3] = {instruction->a_kind, instruction->b_kind, instruction->c_kind};
        const uint16_t numbers[3] = {instruction->a, instruction->b, instruction->c};
        int32_t depth = 0;
        for (int k = 0; k < varia_sources(instruction->opcode); k++) {
            const int32_t from = definition(kernel, begin, i, kinds[k], numbers[k]);
            if (from >= 0 && depths[from - begin] > depth) depth = depths[from - begin];
        }
        const int32_t cycles = latency((varia_opcode)instruction->opcode);
        depths[i - begin] = depth + cycles;
        work += cycles;
        if (i > begin && (depths[i - begin] > deepest || work > longest)) break;
    }
    return i - begin;
}

// Fills in all but the instructions.
static void complete(const varia_kernel *kernel, varia_chain *chain) {
    while (!add_streams(kernel, chain)) {
        chain->end = chain->begin + (chain->end - chain->begin + 1) / 2;
    }
    chain->spreads = chain->narrow_inputs > 0 && kernel->column_block < varia_short_row
        && kernel->column_block % varia_chain_lanes != 0;
}

varia_chain varia_chain_at(const varia_kernel *kernel, int32_t begin) {
    varia_chain chain = {.begin = begin, .end = begin};
    const varia_instruction *first = &kernel->instructions[begin];
    if (!is_chainable(first)) return chain;
    chain.kind = first->dst_kind;
    // The prologue runs by itself.
    const int32_t limit =
        begin < kernel->prologue_count ? kernel->prologue_count : kernel->instruction_count;
    chain.end = begin + length(kernel, begin, limit);
    complete(kernel, &chain);
    return chain;
}
