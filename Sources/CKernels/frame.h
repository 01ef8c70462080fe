// What runs of a fused kernel work with. A plan is made once, from the kernel and its buffers; a
// frame is one run's registers, laid out in the caller's scratch memory.
#ifndef VARIA_FRAME_H
#define VARIA_FRAME_H

#include "access.h"

// The longest vector of any instruction set, in floats: registers are padded by it.
#define VARIA_LONGEST_VECTOR 16

struct varia_plan {
    const varia_kernel *kernel;
    varia_access *accesses;            // one per operand
    int64_t wide_size, narrow_size;    // what a register takes, in floats
    // By a register's kind, its first index in a frame's `registers`.
    int32_t first[3];
    // One per instruction. For one whose result a later STORE copies to memory: the operand in
    // which the result may be computed at once, or -1.
    int32_t *destination;
    // One per instruction. For a LOAD: whether the register must be a copy, as the memory is
    // written to before the register's last use.
    bool *copies;
};

typedef struct {
    // Wide registers, then narrow ones, then the constants: where each value lies now.
    const float **registers;
    float *wide, *narrow;  // the registers' own memory
    float *spread[3];      // room to spread narrow operands over columns
} varia_frame;

// How many registers an instruction reads: a, then b, then c.
int varia_sources(varia_opcode opcode);

varia_frame varia_frame_make(const varia_plan *plan, void *scratch);

#endif
