import CKernels
import Tensors

/// What a fused kernel means, computed in Double, one row after another, with no tiles.
struct KernelsReference {
    let program: KernelsProgram
    let keys: [UInt64]
    let step: UInt64
    private var memory: [[Double]]
    private var registers: [KernelsProgram.Register: [Double]] = [:]
    private var row = 0
    private var rowIndices: [Int] = []

    static func run(
        _ program: KernelsProgram, _ buffers: [[Float]], keys: [UInt64] = [], step: UInt64 = 0
    ) -> [[Double]] {
        var reference = KernelsReference(
            program: program, keys: keys, step: step, memory: buffers.map { $0.map(Double.init) })
        for row in 0..<program.rows { reference.run(row: row) }
        return reference.memory
    }

    private mutating func run(row: Int) {
        self.row = row
        rowIndices = []
        var rest = row
        for size in program.rowSizes.reversed() {
            rowIndices.insert(rest % size, at: 0)
            rest /= size
        }
        for instruction in program.instructions { run(instruction) }
    }

    private func address(_ operand: Int, column: Int) -> Int {
        let place = program.operands[operand]
        return zip(rowIndices, place.rowStrides).reduce(
            place.offset + column * place.columnStride
        ) { $0 + $1.0 * $1.1 }
    }

    private func value(_ register: KernelsProgram.Register, column: Int) -> Double {
        switch register {
        case .wide: registers[register]?[column] ?? .nan
        case .narrow: registers[register]?[0] ?? .nan
        case .scalar(let number): Double(program.constants[number])
        }
    }

    private mutating func run(_ instruction: KernelsProgram.Instruction) {
        let sources = instruction.sources
        let destination = instruction.destination
        if instruction.writesMemory {
            for column in 0..<(sources[0].kind == VARIA_WIDE ? program.columns : 1) {
                let target = address(destination.number, column: column)
                let buffer = program.operands[destination.number].buffer
                let value = value(sources[0], column: column)
                if instruction.opcode == VARIA_STORE {
                    memory[buffer][target] = value
                } else {
                    memory[buffer][target] += value
                }
            }
            return
        }
        if instruction.opcode == VARIA_REDUCE_SUM || instruction.opcode == VARIA_REDUCE_MAX {
            let row = (0..<program.columns).map { value(sources[0], column: $0) }
            registers[destination] = [
                instruction.opcode == VARIA_REDUCE_SUM
                    ? row.reduce(0, +) : row.reduce(-.infinity) { Binary.maximum($0, $1) }
            ]
            return
        }
        let width = destination.kind == VARIA_WIDE ? program.columns : 1
        registers[destination] = (0..<width).map { column in
            switch instruction.opcode {
            case VARIA_LOAD:
                let operand = sources[0].number
                return memory[program.operands[operand].buffer][address(operand, column: column)]
            case VARIA_COLUMN_INDEX:
                return Double(column)
            case VARIA_ROW_INDEX:
                return Double(rowIndices[sources[0].number])
            case VARIA_DROPOUT:
                let site = sources[1].number
                let index =
                    width == 1 && destination.kind == VARIA_NARROW
                    ? row : row * program.columns + column
                let keeps = Self.keeps(
                    key: keys[site], step: step, index: UInt64(index),
                    threshold: program.dropouts[site].threshold)
                return keeps
                    ? value(sources[0], column: column) * Double(program.dropouts[site].scale) : 0
            default:
                return Self.compute(
                    instruction.opcode, sources.map { value($0, column: column) })
            }
        }
    }

    /// Whether an element of a dropout site is kept, by its definition.
    static func keeps(key: UInt64, step: UInt64, index: UInt64, threshold: UInt32) -> Bool {
        RandomStream(key: key, step: step).keeps(at: index, threshold: threshold)
    }

    static func compute(_ opcode: varia_opcode, _ x: [Double]) -> Double {
        switch opcode {
        case VARIA_SPREAD: x[0]
        case VARIA_NEGATE: Unary.negate(x[0])
        case VARIA_EXP: Unary.exponential(x[0])
        case VARIA_LOG: Unary.logarithm(x[0])
        case VARIA_SQRT: Unary.squareRoot(x[0])
        case VARIA_RECIPROCAL: Unary.reciprocal(x[0])
        case VARIA_TANH: Unary.tanh(x[0])
        case VARIA_SIGMOID: Unary.sigmoid(x[0])
        case VARIA_ERF: Unary.erf(x[0])
        case VARIA_SIN: Unary.sine(x[0])
        case VARIA_COS: Unary.cosine(x[0])
        case VARIA_BFLOAT16: Unary.bfloat16(x[0])
        case VARIA_ADD: x[0] + x[1]
        case VARIA_SUBTRACT: x[0] - x[1]
        case VARIA_MULTIPLY: x[0] * x[1]
        case VARIA_DIVIDE: x[0] / x[1]
        case VARIA_MAXIMUM: Binary.maximum(x[0], x[1])
        case VARIA_MINIMUM: Binary.minimum(x[0], x[1])
        case VARIA_LESS: Binary.less(x[0], x[1])
        case VARIA_EQUAL: Binary.equal(x[0], x[1])
        case VARIA_MULTIPLY_ADD: x[0] * x[1] + x[2]
        case VARIA_SELECT: x[0] != 0 ? x[1] : x[2]
        default: .nan
        }
    }
}
