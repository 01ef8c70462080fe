// What a chain computes, as a list of values, each from earlier ones. One value is one vector
// instruction, so that the list is the same arithmetic as the interpreter's, to the bit (but for NaNs,
// which take the sign and payload of either operand).
#ifndef VARIA_VALUES_H
#define VARIA_VALUES_H

#include "chain.h"

typedef enum {
    VARIA_FROM_STREAM,     // stream `detail`
    VARIA_FROM_NARROW,     // stream `detail`, one value for all columns
    VARIA_FROM_CONSTANT,   // bits `constant`
    VARIA_TO_STREAM,       // a goes to stream `detail`
    VARIA_COMPUTE_ADD,
    VARIA_COMPUTE_SUBTRACT,
    VARIA_COMPUTE_MULTIPLY,
    VARIA_COMPUTE_DIVIDE,
    VARIA_COMPUTE_MINIMUM,  // a < b ? a : b
    VARIA_COMPUTE_MAXIMUM,  // a > b ? a : b
    VARIA_COMPUTE_AND,
    VARIA_COMPUTE_AND_NOT,  // ~a & b
    VARIA_COMPUTE_OR,
    VARIA_COMPUTE_XOR,
    VARIA_COMPUTE_COMPARE,   // all bits where a and b compare as `detail`, a varia_comparison, says
    VARIA_COMPUTE_CHOOSE,    // c ? a : b, by the highest bit of c
    VARIA_COMPUTE_MULTIPLY_ADD,
    VARIA_COMPUTE_ADD_INTEGER,
    VARIA_COMPUTE_SUBTRACT_INTEGER,
    VARIA_COMPUTE_SQUARE_ROOT,
    VARIA_COMPUTE_SHIFT_LEFT,    // a, as integers, by `detail` bits
    VARIA_COMPUTE_SHIFT_RIGHT,   // with copies of the sign
    VARIA_COMPUTE_INTEGER_TO_FLOAT,
} varia_computation;

// As the comparing instruction numbers them.
typedef enum {
    VARIA_IS_EQUAL = 0,
    VARIA_IS_LESS = 1,
    VARIA_IS_UNORDERED = 3,
    VARIA_IS_NOT_EQUAL = 4,
    VARIA_IS_NOT_AT_MOST = 6,
    VARIA_IS_GREATER = 14,
} varia_comparison;

typedef struct {
    uint8_t computation, operands;
    int32_t detail;
    uint32_t constant;
    int32_t of[3];  // the operands: earlier values
} varia_value;

enum { varia_value_limit = 4096 };
typedef struct {
    varia_value values[varia_value_limit];
    int32_t count;
    bool failed;  // too many values
} varia_values;

// What a chain computes, stream by stream. Values that nothing reads may be among them.
void varia_values_of_chain(
    varia_values *values, const varia_kernel *kernel, const varia_chain *chain);

int32_t varia_value_add(
    varia_values *values, varia_computation computation, int32_t detail, int32_t a, int32_t b,
    int32_t c);
int32_t varia_value_constant(varia_values *values, uint32_t bits);

// The value of an instruction without memory; absent operands are -1. The functions are those of
// body/elementwise.h and body/functions.h, operation by operation.
int32_t varia_value_of(
    varia_values *values, varia_opcode opcode, int32_t a, int32_t b, int32_t c);

#endif
