// What runs of a fused kernel work with. A plan is made once, from the kernel and its buffers; a
// frame is one run's registers, laid out in the caller's scratch memory.
#ifndef VARIA_FRAME_H
#define VARIA_FRAME_H

#include "access.h"
#include "chain/chain.h"

// The longest vector of any instruction set, in floats: registers are padded by it.
#define VARIA_LONGEST_VECTOR 16

typedef struct {
    varia_chain chain;
    varia_chain_code code;  // or NULL
    size_t size;
} varia_planned_chain;

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
    varia_planned_chain *chains;
    int32_t chain_count;
    // One per instruction: the chain that begins there and has code, or NULL.
    const varia_planned_chain **chain_at;
};

typedef struct {
    // Wide registers, then narrow ones, then the constants: where each value lies now.
    const float **registers;
    float *wide, *narrow;  // the registers' own memory
    float *rooms;          // more of a wide register's size: to spread narrow operands, for instance
} varia_frame;

// How many registers an instruction reads: a, then b, then c.
int varia_sources(varia_opcode opcode);

bool varia_writes_memory(const varia_instruction *instruction);
bool varia_defines(const varia_instruction *instruction, uint8_t kind, uint16_t number);
bool varia_reads(const varia_instruction *instruction, uint8_t kind, uint16_t number);

// Whether chains become machine code: not where the environment variable VARIA_MACHINE_CODE is
// "off" (for tests), nor where the instruction set in use is another than they are written for.
bool varia_writes_machine_code(void);

// How many chains a kernel has.
int32_t varia_chain_count(const varia_kernel *kernel);
// How many rooms of a wide register's size the streams of any chain take, or the operands of an
// interpreted instruction.
int32_t varia_room_count(const varia_kernel *kernel);
// Fills in a plan's chains, with code where it can be written.
void varia_make_chains(varia_plan *plan);

varia_frame varia_frame_make(const varia_plan *plan, void *scratch);

#endif
