#include "values.h"

#include <string.h>

#include "../frame.h"

static int32_t add(varia_values *values, varia_value value) {
    if (values->count == varia_value_limit) {
        values->failed = true;
        return 0;
    }
    values->values[values->count] = value;
    return values->count++;
}

int32_t varia_value_add(
    varia_values *values, varia_computation computation, int32_t detail, int32_t a, int32_t b,
    int32_t c) {
    const uint8_t operands = c >= 0 ? 3 : b >= 0 ? 2 : a >= 0 ? 1 : 0;
    return add(values, (varia_value){(uint8_t)computation, operands, detail, 0, {a, b, c}});
}

int32_t varia_value_constant(varia_values *values, uint32_t bits) {
    for (int32_t i = 0; i < values->count; i++) {
        const varia_value *value = &values->values[i];
        if (value->computation == VARIA_FROM_CONSTANT && value->constant == bits) return i;
    }
    return add(values, (varia_value){VARIA_FROM_CONSTANT, 0, 0, bits, {-1, -1, -1}});
}

// The value that a register of a chain holds before instruction `index`.
static int32_t operand(
    varia_values *values, const varia_kernel *kernel, const varia_chain *chain,
    const int32_t *results, int32_t index, uint8_t kind, uint16_t number) {
    if (kind == VARIA_SCALAR) {
        uint32_t bits;
        memcpy(&bits, &kernel->constants[number], sizeof bits);
        return varia_value_constant(values, bits);
    }
    for (int32_t i = index - 1; i >= chain->begin; i--) {
        if (varia_defines(&kernel->instructions[i], kind, number)) return results[i - chain->begin];
    }
    for (int32_t s = 0; s < chain->inputs + chain->narrow_inputs; s++) {
        const varia_chain_stream *stream = &chain->streams[s];
        if (stream->kind != kind || stream->number != number) continue;
        const varia_computation from =
            s < chain->inputs || chain->spreads ? VARIA_FROM_STREAM : VARIA_FROM_NARROW;
        for (int32_t i = 0; i < values->count; i++) {
            const varia_value *value = &values->values[i];
            if (value->computation == from && value->detail == s) return i;
        }
        return varia_value_add(values, from, s, -1, -1, -1);
    }
    values->failed = true;
    return 0;
}

void varia_values_of_chain(
    varia_values *values, const varia_kernel *kernel, const varia_chain *chain) {
    values->count = 0;
    values->failed = false;
    int32_t results[varia_value_limit];
    if (chain->end - chain->begin > varia_value_limit) {
        values->failed = true;
        return;
    }
    const int32_t first_output = chain->inputs + chain->narrow_inputs;
    for (int32_t i = chain->begin; i < chain->end && !values->failed; i++) {
        const varia_instruction *instruction = &kernel->instructions[i];
        const uint8_t kinds[3] = {instruction->a_kind, instruction->b_kind, instruction->c_kind};
        const uint16_t numbers[3] = {instruction->a, instruction->b, instruction->c};
        int32_t of[3] = {-1, -1, -1};
        for (int k = 0; k < varia_sources(instruction->opcode); k++) {
            of[k] = operand(values, kernel, chain, results, i, kinds[k], numbers[k]);
        }
        const int32_t result =
            varia_value_of(values, (varia_opcode)instruction->opcode, of[0], of[1], of[2]);
        results[i - chain->begin] = result;
        // Written as soon as it is there: what is still to be read does not lie in its place.
        for (int32_t s = first_output; s < first_output + chain->outputs; s++) {
            if (chain->streams[s].definition == i) {
                varia_value_add(values, VARIA_TO_STREAM, s, result, -1, -1);
            }
        }
    }
}
