import CKernels
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Runs in processes of their own: the choice of an instruction set is made once in each.
@Suite("Instruction sets")
struct KernelsInstructionSetTests {
    @Test("The portable kernels agree with their definitions")
    func portable() async {
        await #expect(processExitsWith: .success) {
            setenv("VARIA_ISA", "portable", 1)
            #expect(String(cString: varia_instruction_set()) == "portable")
            KernelsInstructionSetTests.checkEverything()
        }
    }

    @Test("The AVX2 kernels, where there are any, agree with their definitions")
    func avx2() async {
        await #expect(processExitsWith: .success) {
            setenv("VARIA_ISA", "avx2", 1)
            KernelsInstructionSetTests.checkEverything()
        }
    }

    @Test("An instruction set that does not exist is ignored")
    func unknown() async {
        await #expect(processExitsWith: .success) {
            setenv("VARIA_ISA", "no-such-set", 1)
            let known = ["avx512", "avx2", "neon", "portable"]
            #expect(known.contains(String(cString: varia_instruction_set())))
        }
    }

    static func checkEverything() {
        let fused = KernelsFusedTests()
        for seed in 0..<60 {
            fused.agreesWithReference(seed: seed)
            fused.independentOfTiling(seed: seed)
        }
        let functions = KernelsFunctionTests()
        for function in KernelsFunction.all { functions.relativeError(function: function) }
        functions.specialValues()
        let rounding = KernelsBFloat16Tests()
        rounding.rounds()
        for columns in [1, 5, 16, 40] { rounding.memory(columns: columns) }
        let dropout = KernelsDropoutTests()
        dropout.agreesWithStream(size: (7, 33, 33), threshold: 6554)
        dropout.agreesWithStream(size: (9, 100, 24), threshold: 32_768)
        let products = KernelsProductTests()
        for layout in KernelsProductTests.layouts { products.agrees(layout: layout) }
        let optimizer = KernelsOptimizerTests()
        for count in [1, 31, 1000] {
            optimizer.adamW(count: count)
            optimizer.sumOfSquares(count: count)
        }
    }
}
