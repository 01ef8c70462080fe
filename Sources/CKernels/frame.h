// What one run of a fused kernel works with: its operands resolved, its registers, and which of
// them may lie in the operands' own memory. Laid out in the caller's scratch memory.
#ifndef VARIA_FRAME_H
#define VARIA_FRAME_H

#include "access.h"

// The longest vector of any instruction set, in floats: registers are padded by it.
#define VARIA_LONGEST_VECTOR 16

typedef struct {
    const varia_kernel *kernel;
    varia_access *accesses;  // one per operand
    // Wide registers, then narrow ones, then the constants: where each value lies now.
    const float **registers;
    // By a register's kind, its first index in `registers`.
    int32_t first[3];
    float *wide, *narrow;               // the registers' own memory,
    int64_t wide_size, narrow_size;     // and what each takes, in floats
    float *spread[3];                   // room to spread narrow operands over columns
    // One per instruction. For one whose result a later STORE copies to memory: the operand in
    // which the result may be computed at once, or -1.
    int32_t *destination;
    // One per instruction. For a LOAD: whether the register must be a copy, as the memory is
    // written to before the register's last use.
    bool *copies;
} varia_frame;

// How many registers an instruction reads: a, then b, then c.
int varia_sources(varia_opcode opcode);

varia_frame varia_frame_make(
    const varia_kernel *kernel, float *const *buffers, void *scratch);

#endif
