// Vector registers for a chain's values: a value takes one when it is needed there, and gives way
// to others, to memory if need be, when its next use is the farthest (Belady's rule; there are no
// branches, so that the next use is known).
#ifndef VARIA_REGISTERS_H
#define VARIA_REGISTERS_H

#include "assembler.h"
#include "values.h"

enum { varia_vector_registers = 16, varia_spill_limit = 64 };

typedef struct {
    varia_assembler *assembler;
    const varia_values *values;
    bool live[varia_value_limit];         // whether anything reads the value
    int8_t place[varia_value_limit];      // the register that holds it, or -1
    int8_t spill[varia_value_limit];      // where on the stack it was put, or -1
    int32_t holds[varia_vector_registers];  // the value in a register, or -1
    uint32_t pinned;                      // registers that the present instruction needs
    int32_t position;                     // the value being computed
    int32_t spills;
    int highest;  // the highest register that was taken
    // Registers from here on hold constants throughout, loaded before the loop.
    int first_reserved;
    int32_t uses[varia_value_limit];  // how often an instruction took the value from memory
    // The general register that holds a stream's address, or VARIA_RAX where it is loaded each time.
    varia_general addresses[varia_chain_limit];
    bool failed;
} varia_registers;

void varia_registers_start(
    varia_registers *registers, varia_assembler *assembler, const varia_values *values);

// Starts anew for the same values, with the constants that were used most in the registers that
// were not taken.
void varia_registers_restart(varia_registers *registers);

// Loads those constants.
void varia_registers_load_reserved(varia_registers *registers);

// Whether the present instruction is the last that reads a value.
bool varia_registers_dies(const varia_registers *registers, int32_t value);

// A register that holds the value, loaded if need be; it stays until the instruction is done.
int varia_registers_fetch(varia_registers *registers, int32_t value);

// The value as an instruction's last operand: from memory, where that saves a load. To be asked
// for after all registers of the instruction.
varia_last_operand varia_registers_operand(varia_registers *registers, int32_t value);

// A register for the present value, after its operands have been asked for: operands that die
// leave theirs.
int varia_registers_result(varia_registers *registers);

// A register for the present value beside those of its operands.
int varia_registers_extra(varia_registers *registers);

// Gives the present value the register of an operand that dies.
void varia_registers_inherit(varia_registers *registers, int32_t operand);

// Whether a value lies, or may lie, in memory that an instruction can take it from.
bool varia_registers_in_memory(const varia_registers *registers, int32_t value);

// a * b + c for a value that is that.
void varia_emit_multiply_add(varia_registers *registers, const varia_value *value);

// Begins and ends the instructions of one value.
void varia_registers_begin(varia_registers *registers, int32_t value);
void varia_registers_end(varia_registers *registers);

// A stream's elements at the present place.
varia_last_operand varia_registers_stream(
    varia_registers *registers, int32_t stream, varia_general index);

#endif
