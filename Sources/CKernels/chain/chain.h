// Chains: instructions of a fused kernel that follow one another and treat every element alike.
// Where the processor's machine code can be written (x86-64 with AVX2), a chain becomes one loop
// that keeps what passes between its instructions in vector registers; elsewhere each instruction
// is interpreted. Both give the same bits, except of which NaN a NaN is.
#ifndef VARIA_CHAIN_H
#define VARIA_CHAIN_H

#include "CKernels.h"

// A register that a chain reads or writes.
typedef struct {
    uint16_t kind, number;
    int32_t definition;  // of an output: the instruction that gives its value
} varia_chain_stream;

// What a chain's code is called with. A stream holds `row_bytes` of each row, a multiple of a
// vector, and rows are `row_bytes + row_gap` apart; of a narrow input each row has one value.
enum { varia_chain_limit = 48, varia_chain_lanes = 8 };

// Rows shorter than this, and not of whole vectors, take longer to set up than to compute.
enum { varia_short_row = 32 };

typedef struct {
    int64_t rows, row_bytes, row_gap;
    float *streams[varia_chain_limit];  // the chain's streams, in their order
} varia_chain_call;
typedef void (*varia_chain_code)(const varia_chain_call *call);

typedef struct {
    int32_t begin, end;  // instructions
    varia_kind kind;     // of their results
    // Streams: inputs of the chain's own kind, then narrow inputs of a wide chain, then outputs.
    int32_t inputs, narrow_inputs, outputs;
    // Narrow inputs come spread over the columns: rows are too short to be worth a loop each.
    bool spreads;
    varia_chain_stream streams[varia_chain_limit];
} varia_chain;

// The chain that begins with instruction `begin`; empty (begin == end) where that is none.
varia_chain varia_chain_at(const varia_kernel *kernel, int32_t begin);

static inline int32_t varia_chain_streams(const varia_chain *chain) {
    return chain->inputs + chain->narrow_inputs + chain->outputs;
}

// A chain's machine code, or NULL where none can be made; `size` is what releasing it takes.
varia_chain_code varia_chain_generate(
    const varia_kernel *kernel, const varia_chain *chain, size_t *size);
void varia_chain_release(varia_chain_code code, size_t size);

#endif
