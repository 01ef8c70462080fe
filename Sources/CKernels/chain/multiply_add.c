// The three forms of the multiply-add instruction: the result takes the place of a factor, or of the
// addend, so that the form depends on which operand is read for the last time.

#include "registers.h"

#if defined(__x86_64__)

static varia_last_operand in_register(int number) {
    return (varia_last_operand){VARIA_IN_REGISTER, number, 0, 0, 0};
}

static bool is_constant(const varia_registers *registers, int32_t value) {
    return registers->values->values[value].computation == VARIA_FROM_CONSTANT;
}

// dst = factor * other + addend, where dst takes the place of `factor`, which dies.
static void multiply_in_place(
    varia_registers *registers, int32_t factor, int32_t other, int32_t addend) {
    const int to = varia_registers_fetch(registers, factor);
    varia_vector_opcode opcode = VARIA_V_MULTIPLY_ADD_213;
    int second;
    varia_last_operand last;
    if (varia_registers_in_memory(registers, other)) {
        opcode = VARIA_V_MULTIPLY_ADD_132;
        second = varia_registers_fetch(registers, addend);
        last = varia_registers_operand(registers, other);
    } else {
        second = varia_registers_fetch(registers, other);
        last = varia_registers_operand(registers, addend);
    }
    varia_registers_inherit(registers, factor);
    varia_emit_vector(registers->assembler, opcode, to, second, last, -1);
}

// dst = a * b + c, where dst takes the place of c or of a copy of it.
static void add_in_place(varia_registers *registers, int32_t a, int32_t b, int32_t c, bool dies) {
    if (varia_registers_in_memory(registers, a)) {
        const int32_t swapped = a;
        a = b;
        b = swapped;
    }
    const int second = varia_registers_fetch(registers, a);
    int to;
    if (dies) {
        to = varia_registers_fetch(registers, c);
        const varia_last_operand last = varia_registers_operand(registers, b);
        varia_registers_inherit(registers, c);
        varia_emit_vector(
            registers->assembler, VARIA_V_MULTIPLY_ADD_231, to, second, last, -1);
        return;
    }
    // The factors keep their registers until the sum is there.
    const varia_last_operand from = is_constant(registers, c)
        ? varia_registers_operand(registers, c)
        : in_register(varia_registers_fetch(registers, c));
    const varia_last_operand last = varia_registers_operand(registers, b);
    to = varia_registers_extra(registers);
    varia_emit_vector(registers->assembler, VARIA_V_LOAD, to, 0, from, -1);
    varia_emit_vector(registers->assembler, VARIA_V_MULTIPLY_ADD_231, to, second, last, -1);
}

void varia_emit_multiply_add(
    varia_registers *registers, const varia_value *value) {
    const int32_t a = value->of[0], b = value->of[1], c = value->of[2];
    const bool a_dies = !is_constant(registers, a) && varia_registers_dies(registers, a);
    const bool b_dies = !is_constant(registers, b) && varia_registers_dies(registers, b);
    const bool c_dies = !is_constant(registers, c) && varia_registers_dies(registers, c);
    // A value that stands twice among the operands does not leave its place.
    if (c_dies && c != a && c != b) add_in_place(registers, a, b, c, true);
    else if (a_dies && a != b && a != c) multiply_in_place(registers, a, b, c);
    else if (b_dies && b != a && b != c) multiply_in_place(registers, b, a, c);
    else add_in_place(registers, a, b, c, false);
}

#endif
