// How an operand of a fused kernel lies in memory, with its row axes merged as far as its strides
// allow, and a cursor that cuts rows into runs of constant stride.
#ifndef VARIA_ACCESS_H
#define VARIA_ACCESS_H

#include "CKernels.h"

typedef struct {
    float *base;    // where the first element lies, also where elements are bfloat16
    bool bfloat16;  // then strides, and addresses less `base`, count elements of two bytes
    int64_t column_stride;
    int32_t axes;  // at least 1; the last varies fastest
    int64_t sizes[VARIA_MAX_AXES], strides[VARIA_MAX_AXES];
} varia_access;

static inline varia_access varia_access_make(
    const varia_kernel *kernel, const varia_operand *operand, float *const *buffers) {
    varia_access access;
    access.bfloat16 = operand->element == VARIA_ELEMENT_BFLOAT16;
    access.base = access.bfloat16
        ? (float *)((uint16_t *)buffers[operand->buffer] + operand->offset)
        : buffers[operand->buffer] + operand->offset;
    access.column_stride = operand->column_stride;
    int32_t last = -1;
    for (int32_t axis = 0; axis < kernel->row_axes; axis++) {
        const int64_t size = kernel->row_sizes[axis], stride = operand->row_strides[axis];
        if (size == 1) continue;
        if (last >= 0 && access.strides[last] == stride * size) {
            access.sizes[last] *= size;
            access.strides[last] = stride;
        } else {
            last++;
            access.sizes[last] = size;
            access.strides[last] = stride;
        }
    }
    if (last < 0) {
        last = 0;
        access.sizes[0] = 1;
        access.strides[0] = 0;
    }
    access.axes = last + 1;
    return access;
}

typedef struct {
    const varia_access *access;
    float *address;
    int64_t index[VARIA_MAX_AXES];
} varia_cursor;

static inline varia_cursor varia_cursor_at(
    const varia_access *access, int64_t row, int64_t column) {
    varia_cursor cursor;
    cursor.access = access;
    float *address = access->base + column * access->column_stride;
    for (int32_t axis = access->axes - 1; axis > 0; axis--) {
        const int64_t outer = row / access->sizes[axis];
        cursor.index[axis] = row - outer * access->sizes[axis];
        address += cursor.index[axis] * access->strides[axis];
        row = outer;
    }
    cursor.index[0] = row;
    cursor.address = address + row * access->strides[0];
    return cursor;
}

// Rows from here to the end of the innermost axis, at most `limit`.
static inline int64_t varia_cursor_run(const varia_cursor *cursor, int64_t limit) {
    const int32_t last = cursor->access->axes - 1;
    const int64_t left = cursor->access->sizes[last] - cursor->index[last];
    return left < limit ? left : limit;
}

// Moves past a run.
static inline void varia_cursor_advance(varia_cursor *cursor, int64_t rows) {
    const varia_access *access = cursor->access;
    int32_t axis = access->axes - 1;
    cursor->index[axis] += rows;
    cursor->address += rows * access->strides[axis];
    while (axis > 0 && cursor->index[axis] == access->sizes[axis]) {
        cursor->address -= access->sizes[axis] * access->strides[axis];
        cursor->index[axis] = 0;
        axis--;
        cursor->index[axis]++;
        cursor->address += access->strides[axis];
    }
}

// The address of an element that a cursor over bfloat16 stands at.
static inline uint16_t *varia_bfloat16_address(const varia_access *access, const float *address) {
    return (uint16_t *)access->base + (address - access->base);
}

// Where rows x columns from (row, column) on lie as one contiguous run of floats, or NULL.
static inline float *varia_access_contiguous(
    const varia_access *access, int64_t row, int64_t rows, int64_t column, int64_t columns) {
    const int64_t stride = access->strides[access->axes - 1];
    if (access->bfloat16) return NULL;
    if (columns > 1 && access->column_stride != 1) return NULL;
    if (rows > 1 && stride != columns) return NULL;
    const varia_cursor cursor = varia_cursor_at(access, row, column);
    return varia_cursor_run(&cursor, rows) == rows ? cursor.address : NULL;
}

#endif
