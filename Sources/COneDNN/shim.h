// The little of oneDNN that Varia uses, the same over its 2.x and 3.x interfaces: products of
// matrices on the CPU. https://uxlfoundation.github.io/oneDNN
#ifndef VARIA_DNN_SHIM_H
#define VARIA_DNN_SHIM_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR < 2
    #error "Varia needs oneDNN 2.6 or newer"
#endif

// The library's version, major * 10000 + minor * 100 + patch: that of the library loaded, which
// may be newer than the headers.
static inline int varia_dnn_version(void) {
    const dnnl_version_t *version = dnnl_version();
    return version->major * 10000 + version->minor * 100 + version->patch;
}

// OpenMP's omp_set_num_threads in the runtime that the library is linked with, or NULL.
typedef void (*varia_dnn_setter)(int);
static inline varia_dnn_setter varia_dnn_find_setter(void) {
    void *program = dlopen(NULL, RTLD_LAZY);
    if (program == NULL) return NULL;
    varia_dnn_setter setter = (varia_dnn_setter)dlsym(program, "omp_set_num_threads");
    dlclose(program);
    return setter;
}

// Products that the calling thread makes or starts from now on use that thread alone; the library
// would take every core. Returns whether that is certain: a library built on OpenMP, as
// distributions build it, takes such a number, and one built without threads needs none.
static inline bool varia_dnn_use_one_thread(void) {
    switch (dnnl_version()->cpu_runtime) {
    case DNNL_RUNTIME_SEQ: return true;
    case DNNL_RUNTIME_OMP: break;
    default: return false;
    }
    // Two threads that come here first find the same.
    static varia_dnn_setter setter;
    varia_dnn_setter found = __atomic_load_n(&setter, __ATOMIC_RELAXED);
    if (found == NULL) {
        found = varia_dnn_find_setter();
        if (found == NULL) return false;
        __atomic_store_n(&setter, found, __ATOMIC_RELAXED);
    }
    found(1);
    return true;
}

// C = alpha * op(A) op(B) + beta * C, row-major; op(A) is m x k, op(B) k x n, C m x n; lda, ldb
// and ldc are the row strides of A, B and C as they lie in memory. 0 when done, else the
// library's status.
static inline int varia_dnn_sgemm(
    bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k, float alpha,
    const float *a, int64_t lda, const float *b, int64_t ldb, float beta, float *c, int64_t ldc) {
    return (int)dnnl_sgemm(
        transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, alpha, a, lda, b, ldb, beta, c,
        ldc);
}

// What the factors' elements are. Products are summed in, and written as, float32.
typedef enum {
    VARIA_DNN_FLOAT32 = dnnl_f32,
    VARIA_DNN_BFLOAT16 = dnnl_bf16,
} varia_dnn_element;

// A prepared product C = A B of batched matrices of fixed shapes and strides. Not to be run by two
// threads at once.
typedef struct {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    dnnl_primitive_t primitive;
    dnnl_memory_t memory[4];  // A, B, C and the scratchpad
    size_t scratchpad_bytes;
} varia_dnn_matmul;

static inline void varia_dnn_matmul_destroy(varia_dnn_matmul *matmul) {
    if (matmul == NULL) return;
    for (int i = 0; i < 4; i++) {
        if (matmul->memory[i] != NULL) dnnl_memory_destroy(matmul->memory[i]);
    }
    if (matmul->primitive != NULL) dnnl_primitive_destroy(matmul->primitive);
    if (matmul->stream != NULL) dnnl_stream_destroy(matmul->stream);
    if (matmul->engine != NULL) dnnl_engine_destroy(matmul->engine);
    free(matmul);
}

// Memory descriptors are values in 2.x and handles in 3.x.
#if DNNL_VERSION_MAJOR >= 3
    #define VARIA_DNN_DESCRIBE dnnl_memory_desc_create_with_strides
    #define VARIA_DNN_DESCRIPTION(description) (description)
static inline void varia_dnn_description_destroy(dnnl_memory_desc_t description) {
    dnnl_memory_desc_destroy(description);
}
#else
    #define VARIA_DNN_DESCRIBE dnnl_memory_desc_init_by_strides
    #define VARIA_DNN_DESCRIPTION(description) (&(description))
static inline void varia_dnn_description_destroy(dnnl_memory_desc_t description) {
    (void)description;
}
#endif

static inline dnnl_status_t varia_dnn_attributes(
    dnnl_primitive_attr_t attributes, bool accumulate) {
    dnnl_status_t status =
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status != dnnl_success || !accumulate) return status;
    dnnl_post_ops_t operations;
    status = dnnl_post_ops_create(&operations);
    if (status != dnnl_success) return status;
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
#else
    status = dnnl_post_ops_append_sum(operations, 1);
#endif
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, operations);
    dnnl_post_ops_destroy(operations);
    return status;
}

// The descriptions are those of A, B and C.
static inline dnnl_status_t varia_dnn_primitive(
    varia_dnn_matmul *matmul, const dnnl_memory_desc_t *descriptions, bool accumulate) {
    dnnl_primitive_attr_t attributes;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status != dnnl_success) return status;
    dnnl_primitive_desc_t made = NULL;
    status = varia_dnn_attributes(attributes, accumulate);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success) {
        status = dnnl_matmul_primitive_desc_create(
            &made, matmul->engine, descriptions[0], descriptions[1], NULL, descriptions[2],
            attributes);
    }
#else
    dnnl_matmul_desc_t operation;
    if (status == dnnl_success) {
        status = dnnl_matmul_desc_init(
            &operation, &descriptions[0], &descriptions[1], NULL, &descriptions[2]);
    }
    if (status == dnnl_success) {
        status = dnnl_primitive_desc_create(&made, &operation, attributes, matmul->engine, NULL);
    }
#endif
    if (status == dnnl_success) status = dnnl_primitive_create(&matmul->primitive, made);
    if (made != NULL) dnnl_primitive_desc_destroy(made);
    dnnl_primitive_attr_destroy(attributes);
    return status;
}

static inline dnnl_status_t varia_dnn_scratchpad(varia_dnn_matmul *matmul) {
    const_dnnl_primitive_desc_t made;
    const dnnl_status_t status = dnnl_primitive_get_primitive_desc(matmul->primitive, &made);
    if (status != dnnl_success) return status;
#if DNNL_VERSION_MAJOR >= 3
    const const_dnnl_memory_desc_t scratchpad =
#else
    const dnnl_memory_desc_t *scratchpad =
#endif
        dnnl_primitive_desc_query_md(made, dnnl_query_scratchpad_md, 0);
    matmul->scratchpad_bytes = dnnl_memory_desc_get_size(scratchpad);
    return dnnl_memory_create(&matmul->memory[3], scratchpad, matmul->engine, DNNL_MEMORY_NONE);
}

// Prepares C = A B, or C += A B where `accumulate`: [..., m, k] times [..., k, n] gives
// [..., m, n], each of `rank` axes (2 to 12) with strides in elements; a batch axis of size 1 is
// repeated. NULL where the library cannot. To be destroyed by varia_dnn_matmul_destroy.
static inline varia_dnn_matmul *varia_dnn_matmul_create(
    int rank, varia_dnn_element element, const int64_t *a_dims, const int64_t *a_strides,
    const int64_t *b_dims, const int64_t *b_strides, const int64_t *c_dims,
    const int64_t *c_strides, bool accumulate) {
    varia_dnn_matmul *matmul = (varia_dnn_matmul *)calloc(1, sizeof(varia_dnn_matmul));
    if (matmul == NULL) return NULL;
    const int64_t *dims[3] = {a_dims, b_dims, c_dims};
    const int64_t *strides[3] = {a_strides, b_strides, c_strides};
    const dnnl_data_type_t factor = (dnnl_data_type_t)element;
    const dnnl_data_type_t types[3] = {factor, factor, dnnl_f32};
    dnnl_memory_desc_t descriptions[3];
    int described = 0;
    dnnl_status_t status = dnnl_engine_create(&matmul->engine, dnnl_cpu, 0);
    if (status == dnnl_success) {
        status = dnnl_stream_create(&matmul->stream, matmul->engine, dnnl_stream_default_flags);
    }
    for (int i = 0; i < 3 && status == dnnl_success; i++) {
        status = VARIA_DNN_DESCRIBE(&descriptions[i], rank, dims[i], types[i], strides[i]);
        if (status == dnnl_success) described++;
    }
    if (status == dnnl_success) status = varia_dnn_primitive(matmul, descriptions, accumulate);
    for (int i = 0; i < 3 && status == dnnl_success; i++) {
        status = dnnl_memory_create(
            &matmul->memory[i], VARIA_DNN_DESCRIPTION(descriptions[i]), matmul->engine,
            DNNL_MEMORY_NONE);
    }
    if (status == dnnl_success) status = varia_dnn_scratchpad(matmul);
    for (int i = 0; i < described; i++) varia_dnn_description_destroy(descriptions[i]);
    if (status == dnnl_success) return matmul;
    varia_dnn_matmul_destroy(matmul);
    return NULL;
}

// Bytes of memory that the product needs while it runs, 64-byte aligned.
static inline size_t varia_dnn_matmul_scratchpad_bytes(const varia_dnn_matmul *matmul) {
    return matmul->scratchpad_bytes;
}

// The library's name for the code that computes the product.
static inline const char *varia_dnn_matmul_implementation(const varia_dnn_matmul *matmul) {
    const_dnnl_primitive_desc_t description;
    const char *name = NULL;
    if (dnnl_primitive_get_primitive_desc(matmul->primitive, &description) != dnnl_success
        || dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, (void *)&name)
            != dnnl_success) {
        return "unknown";
    }
    return name;
}

// Runs the product on these addresses, and returns when it is done: 0, or the library's status.
static inline int varia_dnn_matmul_execute(
    varia_dnn_matmul *matmul, const void *a, const void *b, float *c, void *scratchpad) {
    void *const addresses[4] = {(void *)a, (void *)b, c, scratchpad};
    const int names[4] = {
        DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST, DNNL_ARG_SCRATCHPAD};
    dnnl_exec_arg_t arguments[4];
    for (int i = 0; i < 4; i++) {
        const dnnl_status_t set = dnnl_memory_set_data_handle(matmul->memory[i], addresses[i]);
        if (set != dnnl_success) return (int)set;
        arguments[i] = (dnnl_exec_arg_t){names[i], matmul->memory[i]};
    }
    dnnl_status_t status =
        dnnl_primitive_execute(matmul->primitive, matmul->stream, 4, arguments);
    if (status == dnnl_success) status = dnnl_stream_wait(matmul->stream);
    return (int)status;
}

#endif
