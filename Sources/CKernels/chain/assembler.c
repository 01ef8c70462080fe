// MAP_ANON is not in the C standard that the package is compiled for.
#define _DEFAULT_SOURCE
#include "assembler.h"

#if defined(__x86_64__)

    #include <stdlib.h>
    #include <string.h>
    #include <sys/mman.h>

enum { vector_bytes = 32 };

// Makes room for `more` elements; false where there is no memory.
static bool grow(void **elements, size_t *capacity, size_t count, size_t more, size_t size) {
    if (count + more <= *capacity) return true;
    const size_t wanted = (count + more) * 2;
    void *grown = realloc(*elements, wanted * size);
    if (grown == NULL) return false;
    *elements = grown;
    *capacity = wanted;
    return true;
}

void varia_assembler_free(varia_assembler *assembler) {
    free(assembler->bytes);
    free(assembler->constants);
    free(assembler->references);
}

int varia_assembler_constant(varia_assembler *assembler, uint32_t bits) {
    for (size_t i = 0; i < assembler->constant_count; i++) {
        if (assembler->constants[i] == bits) return (int)i;
    }
    if (!grow(
            (void **)&assembler->constants, &assembler->constant_capacity,
            assembler->constant_count, 1, sizeof(uint32_t))) {
        assembler->failed = true;
        return 0;
    }
    assembler->constants[assembler->constant_count] = bits;
    return (int)assembler->constant_count++;
}

static void byte(varia_assembler *assembler, int value) {
    if (!grow((void **)&assembler->bytes, &assembler->capacity, assembler->count, 1, 1)) {
        assembler->failed = true;
        return;
    }
    assembler->bytes[assembler->count++] = (uint8_t)value;
}

static void four_bytes(varia_assembler *assembler, int32_t value) {
    for (int i = 0; i < 4; i++) byte(assembler, (int)((uint32_t)value >> (8 * i) & 0xFF));
}

static void refer(varia_assembler *assembler, int constant, int bytes_after) {
    if (!grow(
            (void **)&assembler->references, &assembler->reference_capacity,
            assembler->reference_count, 1, sizeof(struct varia_reference))) {
        assembler->failed = true;
        return;
    }
    assembler->references[assembler->reference_count++] = (struct varia_reference){
        assembler->count, assembler->count + 4 + (size_t)bytes_after, constant};
    four_bytes(assembler, 0);
}

// ModRM, and what of SIB and displacement follows it.
static void last_operand(
    varia_assembler *assembler, int reg, varia_last_operand operand, int bytes_after) {
    const int field = (reg & 7) << 3;
    switch (operand.place) {
    case VARIA_IN_REGISTER: byte(assembler, 0xC0 | field | (operand.number & 7)); break;
    case VARIA_IN_CONSTANTS:
        byte(assembler, field | 5);
        refer(assembler, operand.number, bytes_after);
        break;
    case VARIA_IN_MEMORY:
        byte(assembler, 0x80 | field | 4);
        byte(assembler, (operand.index & 7) << 3 | (operand.base & 7));
        four_bytes(assembler, operand.offset);
        break;
    }
}

void varia_emit_vector(
    varia_assembler *assembler, varia_vector_opcode opcode, int a, int b, varia_last_operand c,
    int immediate) {
    const bool memory = c.place == VARIA_IN_MEMORY;
    const int high_base = memory ? c.base >> 3 : c.place == VARIA_IN_REGISTER ? c.number >> 3 : 0;
    const int high_index = memory ? c.index >> 3 : 0;
    byte(assembler, 0xC4);
    byte(assembler, (~a >> 3 & 1) << 7 | !high_index << 6 | !high_base << 5 | opcode.map);
    byte(assembler, (~b & 15) << 3 | 1 << 2 | opcode.prefix);
    byte(assembler, opcode.opcode);
    last_operand(assembler, a, c, immediate >= 0);
    if (immediate >= 0) byte(assembler, immediate);
}

void varia_emit_zero_upper(varia_assembler *assembler) {
    byte(assembler, 0xC5);
    byte(assembler, 0xF8);
    byte(assembler, 0x77);
}

void varia_emit_push(varia_assembler *assembler, varia_general reg) {
    if (reg >= VARIA_R8) byte(assembler, 0x41);
    byte(assembler, 0x50 | (reg & 7));
}

void varia_emit_pop(varia_assembler *assembler, varia_general reg) {
    if (reg >= VARIA_R8) byte(assembler, 0x41);
    byte(assembler, 0x58 | (reg & 7));
}

void varia_emit_return(varia_assembler *assembler) { byte(assembler, 0xC3); }

// An instruction of 64 bits: opcode, a register and memory.
static void with_memory(
    varia_assembler *assembler, int opcode, varia_general reg, varia_general base,
    int32_t offset) {
    byte(assembler, 0x48 | (reg >> 3) << 2 | base >> 3);
    byte(assembler, opcode);
    last_operand(
        assembler, reg,
        (varia_last_operand){VARIA_IN_MEMORY, 0, base, VARIA_RSP, offset}, 0);
}

void varia_emit_load(
    varia_assembler *assembler, varia_general to, varia_general base, int32_t offset) {
    with_memory(assembler, 0x8B, to, base, offset);
}

void varia_emit_add_loaded(
    varia_assembler *assembler, varia_general to, varia_general base, int32_t offset) {
    with_memory(assembler, 0x03, to, base, offset);
}

// An instruction of 64 bits: opcode, and two registers.
static void with_registers(varia_assembler *assembler, int opcode, int reg, int other) {
    byte(assembler, 0x48 | (reg >> 3) << 2 | other >> 3);
    byte(assembler, opcode);
    byte(assembler, 0xC0 | (reg & 7) << 3 | (other & 7));
}

void varia_emit_set_zero(varia_assembler *assembler, varia_general reg) {
    with_registers(assembler, 0x31, reg, reg);
}

void varia_emit_add(varia_assembler *assembler, varia_general reg, int32_t amount) {
    with_registers(assembler, 0x81, 0, reg);
    four_bytes(assembler, amount);
}

// A jump back, taken on condition `code`.
static void jump_back(varia_assembler *assembler, int code, size_t target) {
    byte(assembler, 0x0F);
    byte(assembler, 0x80 | code);
    four_bytes(assembler, (int32_t)((int64_t)target - (int64_t)(assembler->count + 4)));
}

void varia_emit_loop_while_below(
    varia_assembler *assembler, varia_general a, varia_general b, size_t target) {
    with_registers(assembler, 0x39, b, a);
    jump_back(assembler, 0x2, target);
}

void varia_emit_loop_while_not_zero(varia_assembler *assembler, varia_general a, size_t target) {
    with_registers(assembler, 0x85, a, a);
    jump_back(assembler, 0x5, target);
}

void *varia_assembler_finish(varia_assembler *assembler, size_t *size) {
    if (assembler->failed) return NULL;
    const size_t start = (assembler->count + vector_bytes - 1) / vector_bytes * vector_bytes;
    *size = start + assembler->constant_count * vector_bytes;
    uint8_t *code =
        mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (code == MAP_FAILED) return NULL;
    for (size_t i = 0; i < assembler->reference_count; i++) {
        const struct varia_reference *reference = &assembler->references[i];
        const int32_t distance = (int32_t)(
            start + (size_t)reference->constant * vector_bytes - reference->end);
        memcpy(assembler->bytes + reference->at, &distance, sizeof distance);
    }
    memcpy(code, assembler->bytes, assembler->count);
    for (size_t i = 0; i < assembler->constant_count; i++) {
        for (size_t lane = 0; lane < vector_bytes / sizeof(uint32_t); lane++) {
            memcpy(
                code + start + i * vector_bytes + lane * sizeof(uint32_t),
                &assembler->constants[i], sizeof(uint32_t));
        }
    }
    // Memory is never writable and executable at once.
    if (mprotect(code, *size, PROT_READ | PROT_EXEC) != 0) {
        munmap(code, *size);
        return NULL;
    }
    return code;
}

#endif
