import CKernels
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether machine code is written is asked of the environment as a kernel is planned: tests that
/// set it run in processes of their own.
@Suite("Machine code for runs of instructions")
struct KernelsMachineCodeTests {
    @Test("It gives the same bits as the interpreted instructions, for random kernels")
    func randomKernels() async {
        await #expect(processExitsWith: .success) {
            for seed in 0..<400 {
                let made = KernelsGenerator.make(seed: UInt64(seed))
                for misalignment in [0, 3] {
                    KernelsMachineCodeTests.compare(
                        made.program, made.buffers, keys: made.keys, misalignment: misalignment)
                }
            }
        }
    }

    @Test("Elementary functions give the same bits over all floats, sampled")
    func functions() async {
        await #expect(processExitsWith: .success) {
            let inputs = (0..<UInt32(1 << 16)).map { Float(bitPattern: $0 &* 65_521) }
            for function in KernelsFunction.all {
                setenv("VARIA_MACHINE_CODE", "on", 1)
                let generated = KernelsFunction.apply(function.opcode, inputs)
                setenv("VARIA_MACHINE_CODE", "off", 1)
                let interpreted = KernelsFunction.apply(function.opcode, inputs)
                let same = zip(generated, interpreted).allSatisfy {
                    $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
                }
                #expect(same, "\(function.name)")
            }
        }
    }

    /// Also more streams than a run of instructions may have, so that it is cut.
    @Test("More values than registers are kept apart", arguments: [3, 20, 47, 60], [1, 5, 40, 67])
    func manyValues(count: Int, columns: Int) async {
        await #expect(processExitsWith: .success) { [count, columns] in
            var program = KernelsProgram(rows: [9], columns: columns)
            var buffers = [[Float](repeating: 0, count: 9 * columns)]
            for index in 0..<count {
                buffers.append(
                    (0..<9 * columns).map { Float(($0 * 31 + index * 17) % 101) / 50 - 1 })
                let operand = program.dense(index + 1)
                program.load(.wide(index), operand)
            }
            program.emit(VARIA_REDUCE_SUM, .narrow(0), .wide(0))
            let scale = program.constant(0.25)
            // All of these are alive until the last is computed.
            for index in 0..<count {
                program.emit(
                    VARIA_MULTIPLY_ADD, .wide(count + index), .wide(index), scale, .narrow(0))
            }
            for index in 0..<count {
                program.emit(
                    VARIA_MULTIPLY_ADD, .wide(2 * count + index), .wide(count + index),
                    .wide(2 * count - 1 - index), .wide((index * 7) % count))
            }
            var sum = KernelsProgram.Register.wide(2 * count)
            for index in 1..<count {
                let next = KernelsProgram.Register.wide(3 * count + index % 2)
                program.emit(VARIA_ADD, next, sum, .wide(2 * count + index))
                sum = next
            }
            let output = program.dense(0)
            program.store(sum, output)
            KernelsMachineCodeTests.compare(program, buffers)
        }
    }

    #if arch(x86_64)
        @Test("It is written where the processor has AVX2, and not for other instruction sets")
        func isWritten() async {
            let isFast = ["avx2", "avx512"].contains(String(cString: varia_instruction_set()))
            #expect(Self.sample.machineCode == (isFast ? 2 : 0))
            await #expect(processExitsWith: .success) {
                setenv("VARIA_ISA", "portable", 1)
                #expect(KernelsMachineCodeTests.sample.machineCode == 0)
            }
            await #expect(processExitsWith: .success) {
                setenv("VARIA_MACHINE_CODE", "off", 1)
                #expect(KernelsMachineCodeTests.sample.machineCode == 0)
            }
        }
    #endif

    /// A row's elements over their sum: two runs of instructions, cut by the reduction.
    private static var sample: KernelsProgram {
        var program = KernelsProgram(rows: [1], columns: 1)
        let operand = program.dense(0)
        program.load(.wide(0), operand)
        program.emit(VARIA_EXP, .wide(1), .wide(0))
        program.emit(VARIA_REDUCE_SUM, .narrow(0), .wide(1))
        program.emit(VARIA_DIVIDE, .wide(2), .wide(1), .narrow(0))
        program.store(.wide(2), operand)
        return program
    }

    private static func compare(
        _ program: KernelsProgram, _ buffers: [[Float]], keys: [UInt64] = [], misalignment: Int = 0
    ) {
        setenv("VARIA_MACHINE_CODE", "on", 1)
        var generated = buffers
        program.run(&generated, keys: keys, misalignment: misalignment)
        setenv("VARIA_MACHINE_CODE", "off", 1)
        var interpreted = buffers
        program.run(&interpreted, keys: keys, misalignment: misalignment)
        #expect(sameBits(generated, interpreted))
    }
}
