// Machine code for a chain: a loop over rows, and within it one over vectors, whose body computes
// the chain's values one after another.
//
//   RDI  the call            RCX  bytes from the streams' starts to the present vector
//   RSI  where the row ends  RDX  bytes from the narrow streams' starts to the present row
//   RBP  rows left           RAX  the address of a stream that has no register
//   RBX, R8 to R15: addresses of streams
//
// There is no unwind information: a debugger or profiler sees no callers from within.

#include "chain.h"

#if defined(__x86_64__)

    #include <stdlib.h>
    #include <sys/mman.h>

    #include "registers.h"

static const varia_general saved[] = {
    VARIA_RBX, VARIA_RBP, VARIA_R12, VARIA_R13, VARIA_R14, VARIA_R15};
static const varia_general for_addresses[] = {
    VARIA_R8, VARIA_R9, VARIA_R10, VARIA_R11, VARIA_R12, VARIA_R13, VARIA_R14, VARIA_R15,
    VARIA_RBX};
enum { saved_count = 6, address_count = 9, vector_bytes = 32 };

static varia_last_operand in_register(int number) {
    return (varia_last_operand){VARIA_IN_REGISTER, number, 0, 0, 0};
}

static varia_vector_opcode opcode_of(varia_computation computation) {
    switch (computation) {
    case VARIA_COMPUTE_ADD: return VARIA_V_ADD;
    case VARIA_COMPUTE_SUBTRACT: return VARIA_V_SUBTRACT;
    case VARIA_COMPUTE_MULTIPLY: return VARIA_V_MULTIPLY;
    case VARIA_COMPUTE_DIVIDE: return VARIA_V_DIVIDE;
    case VARIA_COMPUTE_MINIMUM: return VARIA_V_MINIMUM;
    case VARIA_COMPUTE_MAXIMUM: return VARIA_V_MAXIMUM;
    case VARIA_COMPUTE_AND: return VARIA_V_AND;
    case VARIA_COMPUTE_AND_NOT: return VARIA_V_AND_NOT;
    case VARIA_COMPUTE_OR: return VARIA_V_OR;
    case VARIA_COMPUTE_XOR: return VARIA_V_XOR;
    case VARIA_COMPUTE_COMPARE: return VARIA_V_COMPARE;
    case VARIA_COMPUTE_CHOOSE: return VARIA_V_BLEND;
    case VARIA_COMPUTE_ADD_INTEGER: return VARIA_V_ADD_INTEGER;
    case VARIA_COMPUTE_SUBTRACT_INTEGER: return VARIA_V_SUBTRACT_INTEGER;
    case VARIA_COMPUTE_SQUARE_ROOT: return VARIA_V_SQUARE_ROOT;
    case VARIA_COMPUTE_INTEGER_TO_FLOAT: return VARIA_V_INTEGER_TO_FLOAT;
    default: return VARIA_V_SHIFT;
    }
}

static bool commutes(varia_computation computation) {
    switch (computation) {
    case VARIA_COMPUTE_ADD:
    case VARIA_COMPUTE_MULTIPLY:
    case VARIA_COMPUTE_AND:
    case VARIA_COMPUTE_OR:
    case VARIA_COMPUTE_XOR:
    case VARIA_COMPUTE_ADD_INTEGER: return true;
    default: return false;
    }
}

static void compute(varia_registers *registers, const varia_value *value) {
    varia_assembler *assembler = registers->assembler;
    const varia_computation computation = (varia_computation)value->computation;
    const varia_vector_opcode opcode = opcode_of(computation);
    int32_t a = value->of[0], b = value->of[1];
    switch (computation) {
    case VARIA_FROM_STREAM:
    case VARIA_FROM_NARROW:
    case VARIA_FROM_CONSTANT: return;  // fetched where needed
    case VARIA_TO_STREAM: {
        const int from = varia_registers_fetch(registers, a);
        varia_emit_vector(
            assembler, VARIA_V_STORE, from, 0,
            varia_registers_stream(registers, value->detail, VARIA_RCX), -1);
        return;
    }
    case VARIA_COMPUTE_MULTIPLY_ADD: varia_emit_multiply_add(registers, value); return;
    case VARIA_COMPUTE_SQUARE_ROOT:
    case VARIA_COMPUTE_INTEGER_TO_FLOAT: {
        const varia_last_operand from = varia_registers_operand(registers, a);
        varia_emit_vector(assembler, opcode, varia_registers_result(registers), 0, from, -1);
        return;
    }
    case VARIA_COMPUTE_SHIFT_LEFT:
    case VARIA_COMPUTE_SHIFT_RIGHT: {
        const varia_last_operand from = in_register(varia_registers_fetch(registers, a));
        const int extension = computation == VARIA_COMPUTE_SHIFT_LEFT ? 6 : 4;
        varia_emit_vector(
            assembler, opcode, extension, varia_registers_result(registers), from, value->detail);
        return;
    }
    case VARIA_COMPUTE_CHOOSE: {
        const int mask = varia_registers_fetch(registers, value->of[2]);
        const int no = varia_registers_fetch(registers, b);
        const varia_last_operand yes = varia_registers_operand(registers, a);
        const int to = varia_registers_result(registers);
        varia_emit_vector(assembler, opcode, to, no, yes, mask << 4);
        return;
    }
    default: {
        if (commutes(computation) && varia_registers_in_memory(registers, a)) {
            const int32_t swapped = a;
            a = b;
            b = swapped;
        }
        const int first = varia_registers_fetch(registers, a);
        const varia_last_operand last = varia_registers_operand(registers, b);
        const int to = varia_registers_result(registers);
        const int immediate = computation == VARIA_COMPUTE_COMPARE ? value->detail : -1;
        varia_emit_vector(assembler, opcode, to, first, last, immediate);
        return;
    }
    }
}

static void emit_body(varia_registers *registers) {
    for (int32_t i = 0; i < registers->values->count; i++) {
        if (!registers->live[i]) continue;
        varia_registers_begin(registers, i);
        compute(registers, &registers->values->values[i]);
        varia_registers_end(registers);
    }
}

// Emits a body only to see which registers and constants it takes.
static void rehearse(varia_registers *registers, int32_t streams) {
    varia_assembler nothing = {0};
    varia_assembler *assembler = registers->assembler;
    registers->assembler = &nothing;
    for (int32_t s = 0; s < streams; s++) registers->addresses[s] = VARIA_RBX;
    emit_body(registers);
    registers->assembler = assembler;
    varia_assembler_free(&nothing);
    varia_registers_restart(registers);
}

static void emit(varia_registers *registers, int32_t streams) {
    varia_assembler *assembler = registers->assembler;
    const int32_t stack = varia_spill_limit * vector_bytes;
    for (int i = 0; i < saved_count; i++) varia_emit_push(assembler, saved[i]);
    varia_emit_add(assembler, VARIA_RSP, -stack);
    for (int32_t s = 0; s < streams; s++) {
        registers->addresses[s] = s < address_count ? for_addresses[s] : VARIA_RAX;
        if (s < address_count) {
            varia_emit_load(
                assembler, for_addresses[s], VARIA_RDI,
                (int32_t)(offsetof(varia_chain_call, streams) + sizeof(float *) * (size_t)s));
        }
    }
    varia_emit_load(assembler, VARIA_RBP, VARIA_RDI, offsetof(varia_chain_call, rows));
    varia_emit_set_zero(assembler, VARIA_RCX);
    varia_emit_set_zero(assembler, VARIA_RDX);
    varia_emit_set_zero(assembler, VARIA_RSI);
    varia_registers_load_reserved(registers);
    const size_t row = assembler->count;
    varia_emit_add_loaded(assembler, VARIA_RSI, VARIA_RDI, offsetof(varia_chain_call, row_bytes));
    const size_t vector = assembler->count;
    emit_body(registers);
    varia_emit_add(assembler, VARIA_RCX, vector_bytes);
    varia_emit_loop_while_below(assembler, VARIA_RCX, VARIA_RSI, vector);
    varia_emit_add_loaded(assembler, VARIA_RCX, VARIA_RDI, offsetof(varia_chain_call, row_gap));
    varia_emit_add_loaded(assembler, VARIA_RSI, VARIA_RDI, offsetof(varia_chain_call, row_gap));
    varia_emit_add(assembler, VARIA_RDX, sizeof(float));
    varia_emit_add(assembler, VARIA_RBP, -1);
    varia_emit_loop_while_not_zero(assembler, VARIA_RBP, row);
    varia_emit_add(assembler, VARIA_RSP, stack);
    for (int i = saved_count - 1; i >= 0; i--) varia_emit_pop(assembler, saved[i]);
    varia_emit_zero_upper(assembler);
    varia_emit_return(assembler);
}

varia_chain_code varia_chain_generate(
    const varia_kernel *kernel, const varia_chain *chain, size_t *size) {
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
    varia_values *values = malloc(sizeof(varia_values));
    varia_registers *registers = malloc(sizeof(varia_registers));
    varia_assembler assembler = {0};
    void *code = NULL;
    if (values != NULL && registers != NULL) {
        varia_values_of_chain(values, kernel, chain);
        varia_registers_start(registers, &assembler, values);
        if (!values->failed) {
            rehearse(registers, varia_chain_streams(chain));
            emit(registers, varia_chain_streams(chain));
        }
        if (!values->failed && !registers->failed) code = varia_assembler_finish(&assembler, size);
    }
    varia_assembler_free(&assembler);
    free(registers);
    free(values);
    return (varia_chain_code)code;
}

void varia_chain_release(varia_chain_code code, size_t size) { munmap((void *)code, size); }

#else

varia_chain_code varia_chain_generate(
    const varia_kernel *kernel, const varia_chain *chain, size_t *size) {
    (void)kernel;
    (void)chain;
    (void)size;
    return NULL;
}

void varia_chain_release(varia_chain_code code, size_t size) {
    (void)code;
    (void)size;
}

#endif
