// A kernel's chains, as its plan holds them.

#include "../frame.h"

int32_t varia_chain_count(const varia_kernel *kernel) {
    int32_t count = 0;
    for (int32_t i = 0; i < kernel->instruction_count;) {
        const varia_chain chain = varia_chain_at(kernel, i);
        if (chain.end > i) count++;
        i = chain.end > i ? chain.end : i + 1;
    }
    return count;
}

int32_t varia_room_count(const varia_kernel *kernel) {
    int32_t rooms = 3;
    for (int32_t i = 0; i < kernel->instruction_count;) {
        const varia_chain chain = varia_chain_at(kernel, i);
        const int32_t streams = chain.narrow_inputs > 0 ? varia_chain_streams(&chain) : 0;
        if (streams > rooms) rooms = streams;
        i = chain.end > i ? chain.end : i + 1;
    }
    return rooms;
}

void varia_make_chains(varia_plan *plan) {
    const varia_kernel *kernel = plan->kernel;
    plan->chain_count = 0;
    for (int32_t i = 0; i < kernel->instruction_count; i++) plan->chain_at[i] = NULL;
    if (!varia_writes_machine_code()) return;
    for (int32_t i = 0; i < kernel->instruction_count;) {
        const varia_chain chain = varia_chain_at(kernel, i);
        if (chain.end == i) {
            i++;
            continue;
        }
        varia_planned_chain *planned = &plan->chains[plan->chain_count++];
        planned->chain = chain;
        planned->code = varia_chain_generate(kernel, &chain, &planned->size);
        if (planned->code != NULL) plan->chain_at[i] = planned;
        i = chain.end;
    }
}

int32_t varia_kernel_machine_code(const varia_plan *plan) {
    int32_t count = 0;
    for (int32_t i = 0; i < plan->chain_count; i++) count += plan->chains[i].code != NULL;
    return count;
}

void varia_kernel_release(const varia_plan *plan) {
    for (int32_t i = 0; i < plan->chain_count; i++) {
        const varia_planned_chain *planned = &plan->chains[i];
        if (planned->code != NULL) varia_chain_release(planned->code, planned->size);
    }
}
