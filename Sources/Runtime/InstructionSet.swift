import CKernels

/// The name of the instruction set that the kernels use: `avx512`, `avx2`, `neon`, `portable`.
/// Results are the same to the bit within one set.
package let instructionSet = String(cString: varia_instruction_set())
