@testable import Compiler
import Tensors
import Testing

@Suite("The order of a kernel's instructions")
struct InstructionOrderTests {
    private typealias Value = FusedKernel.Value
    private typealias Instruction = FusedKernel.Instruction

    private func wide(_ index: Int) -> Value { Value(kind: .wide, index: index) }

    private func instruction(
        _ opcode: FusedKernel.Opcode, _ result: Value?, _ values: [Value]
    ) -> Instruction {
        Instruction(opcode: opcode, result: result, values: values, argument: 0)
    }

    @Test("Loads come first, and elementwise instructions together")
    func grouped() {
        let scattered = [
            instruction(.load, wide(0), []),
            instruction(.unary(.exponential), wide(1), [wide(0)]),
            instruction(.store, nil, [wide(1)]),
            instruction(.load, wide(2), []),
            instruction(.binary(.multiply), wide(3), [wide(1), wide(2)]),
            instruction(.store, nil, [wide(3)]),
        ]
        let order = FusedKernel.grouped(scattered)
        #expect(order.map { scattered.firstIndex(of: $0) } == [0, 3, 1, 4, 2, 5])
    }

    @Test("What is reduced comes before what reads the reduction, and nothing is lost")
    func reductions() {
        let sum = Value(kind: .narrow, index: 0)
        let scattered = [
            instruction(.load, wide(0), []),
            instruction(.unary(.exponential), wide(1), [wide(0)]),
            instruction(.reduceSum, sum, [wide(1)]),
            instruction(.unary(.sine), wide(2), [wide(1)]),
            instruction(.binary(.divide), wide(3), [wide(1), sum]),
            instruction(.binary(.add), wide(4), [wide(2), wide(3)]),
            instruction(.store, nil, [wide(4)]),
        ]
        let order = FusedKernel.grouped(scattered)
        #expect(order.count == scattered.count && Set(order) == Set(scattered))
        var known: Set<Value> = []
        for instruction in order {
            #expect(known.isSuperset(of: instruction.values))
            if let result = instruction.result { known.insert(result) }
        }
        // The sine is no part of a run, and does not cut one.
        #expect(order.suffix(3).map { scattered.firstIndex(of: $0) } == [4, 5, 6])
    }
}
