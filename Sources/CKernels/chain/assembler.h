// The few x86-64 instructions that chains are made of, as bytes. Vectors are of eight floats: AVX2
// and FMA, VEX-encoded. Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
#ifndef VARIA_ASSEMBLER_H
#define VARIA_ASSEMBLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// General registers, by their numbers.
typedef enum {
    VARIA_RAX, VARIA_RCX, VARIA_RDX, VARIA_RBX, VARIA_RSP, VARIA_RBP, VARIA_RSI, VARIA_RDI,
    VARIA_R8, VARIA_R9, VARIA_R10, VARIA_R11, VARIA_R12, VARIA_R13, VARIA_R14, VARIA_R15,
} varia_general;

// Code that grows, and the constants that stand behind it.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
    uint32_t *constants;  // each is repeated over a vector
    size_t constant_count, constant_capacity;
    // Where the code names a constant: the place of the distance, and the instruction's end.
    struct varia_reference { size_t at, end; int32_t constant; } *references;
    size_t reference_count, reference_capacity;
    bool failed;  // out of memory
} varia_assembler;

// The last operand of a vector instruction.
typedef struct {
    enum { VARIA_IN_REGISTER, VARIA_IN_MEMORY, VARIA_IN_CONSTANTS } place;
    int number;                  // the register, or the constant
    varia_general base, index;   // memory: base + index + offset; an index of RSP is none
    int32_t offset;
} varia_last_operand;

// A vector instruction: its prefix and opcode map as VEX numbers them, and its opcode.
typedef struct {
    uint8_t prefix, map, opcode;
} varia_vector_opcode;

#define VARIA_V_ADD ((varia_vector_opcode){0, 1, 0x58})
#define VARIA_V_MULTIPLY ((varia_vector_opcode){0, 1, 0x59})
#define VARIA_V_SUBTRACT ((varia_vector_opcode){0, 1, 0x5C})
#define VARIA_V_MINIMUM ((varia_vector_opcode){0, 1, 0x5D})
#define VARIA_V_DIVIDE ((varia_vector_opcode){0, 1, 0x5E})
#define VARIA_V_MAXIMUM ((varia_vector_opcode){0, 1, 0x5F})
#define VARIA_V_AND ((varia_vector_opcode){0, 1, 0x54})
#define VARIA_V_AND_NOT ((varia_vector_opcode){0, 1, 0x55})
#define VARIA_V_OR ((varia_vector_opcode){0, 1, 0x56})
#define VARIA_V_XOR ((varia_vector_opcode){0, 1, 0x57})
#define VARIA_V_COMPARE ((varia_vector_opcode){0, 1, 0xC2})
#define VARIA_V_SQUARE_ROOT ((varia_vector_opcode){0, 1, 0x51})
#define VARIA_V_INTEGER_TO_FLOAT ((varia_vector_opcode){0, 1, 0x5B})
#define VARIA_V_LOAD ((varia_vector_opcode){0, 1, 0x10})
#define VARIA_V_STORE ((varia_vector_opcode){0, 1, 0x11})
#define VARIA_V_ADD_INTEGER ((varia_vector_opcode){1, 1, 0xFE})
#define VARIA_V_SUBTRACT_INTEGER ((varia_vector_opcode){1, 1, 0xFA})
#define VARIA_V_SHIFT ((varia_vector_opcode){1, 1, 0x72})
#define VARIA_V_BROADCAST ((varia_vector_opcode){1, 2, 0x18})
#define VARIA_V_BLEND ((varia_vector_opcode){1, 3, 0x4A})
// a = a * c + b, a = b * a + c and a = b * c + a
#define VARIA_V_MULTIPLY_ADD_132 ((varia_vector_opcode){1, 2, 0x98})
#define VARIA_V_MULTIPLY_ADD_213 ((varia_vector_opcode){1, 2, 0xA8})
#define VARIA_V_MULTIPLY_ADD_231 ((varia_vector_opcode){1, 2, 0xB8})

void varia_assembler_free(varia_assembler *assembler);

// The number of a constant, by its bits.
int varia_assembler_constant(varia_assembler *assembler, uint32_t bits);

// opcode a, b, c; b is 0 where the instruction has two operands. `immediate` is a last byte, or -1.
void varia_emit_vector(
    varia_assembler *assembler, varia_vector_opcode opcode, int a, int b, varia_last_operand c,
    int immediate);
void varia_emit_zero_upper(varia_assembler *assembler);

void varia_emit_push(varia_assembler *assembler, varia_general reg);
void varia_emit_pop(varia_assembler *assembler, varia_general reg);
void varia_emit_return(varia_assembler *assembler);
// to = base[offset]; to += base[offset]
void varia_emit_load(
    varia_assembler *assembler, varia_general to, varia_general base, int32_t offset);
void varia_emit_add_loaded(
    varia_assembler *assembler, varia_general to, varia_general base, int32_t offset);
void varia_emit_set_zero(varia_assembler *assembler, varia_general reg);
void varia_emit_add(varia_assembler *assembler, varia_general reg, int32_t amount);
// Compares, and jumps back to `target` where a is below b, or where a is not zero.
void varia_emit_loop_while_below(
    varia_assembler *assembler, varia_general a, varia_general b, size_t target);
void varia_emit_loop_while_not_zero(varia_assembler *assembler, varia_general a, size_t target);

// The code with its constants, ready to run in `size` bytes of pages of its own, or NULL where the
// system gives none.
void *varia_assembler_finish(varia_assembler *assembler, size_t *size);

#endif
