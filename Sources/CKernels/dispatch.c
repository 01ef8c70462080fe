// The run-time choice of an instruction set.

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "kernels.h"

typedef struct {
    const char *name;
    bool (*available)(void);
    const varia_kernels *kernels;
    bool writes_machine_code;
} instruction_set;

#if defined(__x86_64__)
static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("fma");
}
static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif
static bool always(void) { return true; }

// The best first.
static const instruction_set instruction_sets[] = {
#if defined(__x86_64__)
    {"avx512", has_avx512, &varia_kernels_avx512, true},
    {"avx2", has_avx2, &varia_kernels_avx2, true},
#elif defined(__aarch64__)
    {"neon", always, &varia_kernels_neon, false},
#endif
    {"portable", always, &varia_kernels_portable, false},
};
enum { instruction_set_count = sizeof instruction_sets / sizeof instruction_sets[0] };

static const instruction_set *choose_instruction_set(void) {
    const char *wanted = getenv("VARIA_ISA");
    const instruction_set *best = NULL;
    for (int i = 0; i < instruction_set_count; i++) {
        const instruction_set *set = &instruction_sets[i];
        if (!set->available()) continue;
        if (best == NULL) best = set;
        if (wanted != NULL && strcmp(wanted, set->name) == 0) return set;
    }
    return best;
}

// Threads that come first at once all find the same.
static const instruction_set *chosen(void) {
    static _Atomic(const instruction_set *) cached;
    const instruction_set *set = atomic_load_explicit(&cached, memory_order_relaxed);
    if (set == NULL) {
        set = choose_instruction_set();
        atomic_store_explicit(&cached, set, memory_order_relaxed);
    }
    return set;
}

const char *varia_instruction_set(void) { return chosen()->name; }

bool varia_writes_machine_code(void) {
    const char *wish = getenv("VARIA_MACHINE_CODE");
    if (wish != NULL && strcmp(wish, "off") == 0) return false;
    return chosen()->writes_machine_code;
}

void varia_kernel_run(
    const varia_plan *plan, const uint64_t *keys, uint64_t step, const varia_part *part,
    void *scratch) {
    chosen()->kernels->run_kernel(plan, keys, step, part, scratch);
}

size_t varia_product_scratch(void) {
    return sizeof(float) * VARIA_PART_DEPTH * (VARIA_PART_ROWS + VARIA_PART_COLUMNS);
}

void varia_product_run(
    const varia_product *product, float *c, const float *a, const float *b, void *scratch) {
    chosen()->kernels->run_product(product, c, a, b, scratch);
}

double varia_sum_of_squares(const float *values, int64_t count) {
    return chosen()->kernels->sum_of_squares(values, count);
}

void varia_adamw_step(
    float *parameters, float *first, float *second, const float *gradients, int64_t count,
    const varia_adamw *settings) {
    chosen()->kernels->adamw_step(parameters, first, second, gradients, count, settings);
}
