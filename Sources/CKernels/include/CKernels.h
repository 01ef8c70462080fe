// The kernels behind Varia's CPU executor. One header; the implementations for AVX-512, AVX2, NEON
// and portable C are chosen at run time. No kernel is named after a variant: what a variant costs
// is decided by the compiler, which writes fused kernels as small programs.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pool.h"

// ---------------------------------------------------------------------------------------------
// Fused kernels
//
// A fused kernel walks an iteration space of rows x columns. Rows have up to VARIA_MAX_AXES axes
// (row-major; the last varies fastest). It works on one tile of rows at a time, and every
// instruction runs over the whole tile before the next one starts, in registers that stay in the
// first-level cache (or, where machine code can be written, a run of instructions that treat every
// element alike as one loop, to the same bits but for NaNs' own):
//   - a wide register holds a value per element of the tile: tile_rows x columns, row after row;
//   - a narrow register holds a value per row of the tile;
//   - a scalar is a constant of the kernel.
// Where no instruction reduces over columns, columns may be cut into blocks of `column_block`. An
// ACCUMULATE of a wide register over an operand of column stride 0 reduces, too.
//
// The same kernel gives the same bits whatever the alignment of memory and however rows are
// divided among tiles and runs, provided that runs that add to the same memory come in the rows'
// order. Nor does it matter how columns are divided, where they may be.

#define VARIA_MAX_AXES 6

typedef enum { VARIA_WIDE = 0, VARIA_NARROW = 1, VARIA_SCALAR = 2 } varia_kind;

typedef enum {
    // dst <- operand (a = index into operands). Wide or narrow dst. A wide load whose tile is
    // contiguous in memory binds the register to it instead of copying.
    VARIA_LOAD,
    // operand (dst = index into operands) <- register a, wide or narrow. The memory may be that of
    // a LOAD with the same strides (an element overwrites itself), and else none that is loaded.
    VARIA_STORE,
    // operand (dst = index into operands) += register a, row after row; axes of stride 0 are
    // thereby summed over. The caller zeroes the memory first.
    VARIA_ACCUMULATE,
    // wide dst <- the column's index; narrow dst <- the row's index along row axis a
    VARIA_COLUMN_INDEX,
    VARIA_ROW_INDEX,
    // wide dst <- narrow or scalar a, repeated
    VARIA_SPREAD,
    // narrow dst <- wide a, reduced over all columns (pairwise or in lanes: error grows slowly)
    VARIA_REDUCE_SUM,
    VARIA_REDUCE_MAX,
    // dst <- f(a)
    VARIA_NEGATE,
    VARIA_EXP,
    VARIA_LOG,
    VARIA_SQRT,
    VARIA_RECIPROCAL,
    VARIA_TANH,
    VARIA_SIGMOID,
    VARIA_ERF,
    VARIA_SIN,
    VARIA_COS,
    // The nearest bfloat16, ties to even; a NaN stays one.
    VARIA_BFLOAT16,
    // dst <- f(a, b); a wide dst takes operands of any kind, a narrow dst narrow or scalar ones
    VARIA_ADD,
    VARIA_SUBTRACT,
    VARIA_MULTIPLY,
    VARIA_DIVIDE,
    VARIA_MAXIMUM,  // a > b || isnan(a) ? a : b
    VARIA_MINIMUM,  // a < b || isnan(a) ? a : b
    VARIA_LESS,
    VARIA_EQUAL,
    // dst <- a * b + c
    VARIA_MULTIPLY_ADD,
    // dst <- a != 0 ? b : c
    VARIA_SELECT,
    // dst <- a dropped out: see varia_dropout below. The index of an element is
    // row * columns + column when dst is wide, and row when it is narrow, with the row counted
    // in the whole iteration space.
    VARIA_DROPOUT,
} varia_opcode;

typedef struct {
    uint16_t opcode;
    uint8_t dst_kind, a_kind, b_kind, c_kind;
    uint16_t dst, a, b, c;  // register, operand or constant numbers, as the kinds and opcode say
} varia_instruction;

// What memory holds. Registers hold floats: a LOAD widens bfloat16, and a STORE rounds to it as
// VARIA_BFLOAT16 does.
typedef enum { VARIA_ELEMENT_FLOAT = 0, VARIA_ELEMENT_BFLOAT16 = 1 } varia_element;

// Where a value lies in memory: buffers[buffer] + offset + the strides times the indices, counted
// in elements. An operand of bfloat16 shares no memory with others, and none is accumulated to.
typedef struct {
    varia_element element;
    int32_t buffer;
    int64_t offset;
    int64_t row_strides[VARIA_MAX_AXES];
    int64_t column_stride;
} varia_operand;

// A dropout site: Philox 4x32-10 with a key that is given at each run; the counter is (index / 8, step). The eight 16-bit
// lanes of a block, low half of word 0 first, serve indices 8k to 8k + 7. An element is kept where
// its lane is at least `threshold`, and then multiplied by `scale`.
typedef struct {
    uint32_t threshold;
    float scale;
} varia_dropout_site;

typedef struct {
    int32_t row_axes;
    int64_t row_sizes[VARIA_MAX_AXES];
    int64_t columns;
    int64_t tile_rows;     // rows of a tile
    int64_t column_block;  // columns of a tile; equal to `columns` where something is reduced
    // Where it is not 0, rows and columns are those of square matrices, `columns` rows each, and of
    // a row only the columns up to the last row of its block of so many rows are computed.
    int64_t causal_block;
    int32_t wide_registers, narrow_registers;
    int32_t operand_count, instruction_count, constant_count, dropout_count;
    // The first instructions give the same values for every tile of the same column block: they
    // run only when the tile's number of rows grows or the column block changes. They hold no
    // STORE, ACCUMULATE, ROW_INDEX or DROPOUT.
    int32_t prologue_count;
    const varia_operand *operands;
    const varia_instruction *instructions;
    const float *constants;
    // DROPOUT instructions name their site in b.
    const varia_dropout_site *dropouts;
} varia_kernel;

// A kernel with the memory that it works on, ready to run any number of times, by several threads
// at once where their rows do not add to the same memory.
typedef struct varia_plan varia_plan;

// Bytes that a kernel's plan takes.
size_t varia_kernel_plan_bytes(const varia_kernel *kernel);

// Makes a plan in `memory`, 64-byte aligned. The kernel, all that it points to, and the buffers
// stay in place as long as the plan is used.
const varia_plan *varia_kernel_plan(
    const varia_kernel *kernel, float *const *buffers, void *memory);

// Gives back what a plan holds beside its memory. The plan must not be used any more.
void varia_kernel_release(const varia_plan *plan);

// How many runs of a kernel's instructions have become machine code: 0 where none can be written, or
// where the environment variable VARIA_MACHINE_CODE is "off" (for tests).
int32_t varia_kernel_machine_code(const varia_plan *plan);

// Bytes of scratch memory that one run of a kernel needs, 64-byte aligned. Runs that follow one
// another may share it, whatever their kernels.
size_t varia_kernel_scratch(const varia_kernel *kernel);

// What a run computes: rows row_begin ..< row_end, and of them columns column_begin ..< column_end.
// Fewer than all columns only where nothing is reduced over them, and all that is written has a
// column stride and a value per element.
typedef struct {
    int64_t row_begin, row_end, column_begin, column_end;
} varia_part;

// Runs a part. `step` and the keys, one for each dropout site, choose the masks.
void varia_kernel_run(
    const varia_plan *plan, const uint64_t *keys, uint64_t step, const varia_part *part,
    void *scratch);

// ---------------------------------------------------------------------------------------------
// Memory

// Zeros that take memory only where they are touched, aligned to the system's pages; NULL where the
// system has no room for them. What is released it has back at once.
void *varia_pages_map(size_t bytes);
void varia_pages_release(void *pages, size_t bytes);

// ---------------------------------------------------------------------------------------------
// Other kernels

// out[i, :] = table[index[i], :], rows of `width`. Returns the first i whose index is not a whole
// number in 0 ..< rows, or -1.
int64_t varia_gather(
    float *out, const float *table, const float *index, int64_t count, int64_t rows, int64_t width);

// out[index[i], :] += values[i, :] in the order of i. Zeroes out first. Returns as varia_gather.
int64_t varia_scatter_add(
    float *out, const float *values, const float *index, int64_t count, int64_t rows,
    int64_t width);

// Running sums along the middle axis of [outer, length, inner]; reversed: from the end.
void varia_cumulative_sum(
    float *out, const float *in, int64_t outer, int64_t length, int64_t inner, bool reversed);

// Dense products C[m, n] = A B: element (i, k) of A at a[i * a_row + k * a_column], likewise B; C's
// columns are contiguous, and its rows c_row apart. One for each of `batch`, at the batch strides.
// The same product gives the same bits wherever its operands lie, and however its rows and columns
// are divided among runs.
typedef struct {
    int64_t batch, m, n, k;
    int64_t a_batch, a_row, a_column;
    int64_t b_batch, b_row, b_column;
    int64_t c_batch, c_row;
} varia_product;

// Bytes of scratch memory that a product needs, 64-byte aligned.
size_t varia_product_scratch(void);

void varia_product_run(
    const varia_product *product, float *c, const float *a, const float *b, void *scratch);

// to[i] <- from[i], widened from bfloat16.
void varia_from_bfloat16(float *to, const uint16_t *from, int64_t count);

// What runs products of bfloat16 factors here: the processor and its matrix library; floats that
// the factors are widened to, for tests; or nothing. The environment variable VARIA_BF16 says
// otherwise for tests: `emulated` or `none`; an unknown name is ignored.
typedef enum {
    VARIA_BFLOAT16_NONE,
    VARIA_BFLOAT16_EMULATED,
    VARIA_BFLOAT16_NATIVE,
} varia_bfloat16_support;
varia_bfloat16_support varia_bfloat16(void);

// The sum of squares, accumulated in double; the order depends on count only.
double varia_sum_of_squares(const float *values, int64_t count);

// One step of AdamW (Loshchilov and Hutter: Decoupled weight decay regularization. 2019,
// algorithm 2) for a run of parameters:
//   g = gradient * gradient_scale; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g g
//   p = p - rate * decay * p - rate * (m / correction1) / (sqrt(v / correction2) + epsilon)
typedef struct {
    float rate, beta1, beta2, epsilon, decay, gradient_scale;
    float correction1, correction2;  // 1 - beta^t
} varia_adamw;
void varia_adamw_step(
    float *parameters, float *first, float *second, const float *gradients, int64_t count,
    const varia_adamw *settings);

// "avx512", "avx2", "neon" or "portable": what the run-time choice is. The environment variable
// VARIA_ISA narrows it (for tests); an unknown or unavailable name is ignored.
const char *varia_instruction_set(void);

#endif
