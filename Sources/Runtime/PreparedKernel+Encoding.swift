import CKernels
import Compiler
import Tensors

extension PreparedKernel {
    /// A kernel's sizes and counts, without what it points to.
    static func header(of source: FusedKernel) -> varia_kernel {
        precondition(source.rowSizes.count <= Int(VARIA_MAX_AXES), "a kernel has too many axes")
        var kernel = varia_kernel()
        kernel.row_axes = Int32(source.rowSizes.count)
        withUnsafeMutableBytes(of: &kernel.row_sizes) {
            $0.copyBytes(from: source.rowSizes.map { Int64($0) }.withUnsafeBytes { Array($0) })
        }
        kernel.columns = Int64(source.columns)
        kernel.tile_rows = Int64(source.tileRows)
        kernel.column_block = Int64(source.columnBlock)
        kernel.causal_block = Int64(source.causalBlock ?? 0)
        kernel.wide_registers = Int32(source.wideRegisters)
        kernel.narrow_registers = Int32(source.narrowRegisters)
        kernel.operand_count = Int32(source.operands.count)
        kernel.instruction_count = Int32(source.instructions.count)
        kernel.constant_count = Int32(source.constants.count)
        kernel.dropout_count = Int32(source.dropouts.count)
        kernel.prologue_count = Int32(source.prologueCount)
        return kernel
    }

    /// Bytes of scratch memory that a run takes.
    static func scratchBytes(of source: FusedKernel) -> Int {
        var kernel = header(of: source)
        return source.instructions.map(instruction).withUnsafeBufferPointer {
            kernel.instructions = $0.baseAddress
            return varia_kernel_scratch(&kernel)
        }
    }

    /// An instruction as the C interpreter of kernels reads it.
    static func instruction(_ source: FusedKernel.Instruction) -> varia_instruction {
        var result = varia_instruction()
        result.opcode = UInt16(opcode(source.opcode).rawValue)
        let kinds = source.values.map { kind($0.kind) }
        let places = source.values.map { UInt16($0.index) }
        if let place = source.result {
            result.dst_kind = kind(place.kind)
            result.dst = UInt16(place.index)
        }
        if places.count > 0 { (result.a_kind, result.a) = (kinds[0], places[0]) }
        if places.count > 1 { (result.b_kind, result.b) = (kinds[1], places[1]) }
        if places.count > 2 { (result.c_kind, result.c) = (kinds[2], places[2]) }
        switch source.opcode {
        case .load, .rowIndex: result.a = UInt16(source.argument)
        case .store, .accumulate:
            result.dst = UInt16(source.argument)
            result.dst_kind = kinds[0]
        case .dropout: result.b = UInt16(source.argument)
        case .columnIndex, .spread, .reduceSum, .reduceMaximum, .multiplyAdd, .select, .unary,
            .binary:
            break
        }
        return result
    }

    private static func kind(_ kind: FusedKernel.Kind) -> UInt8 {
        switch kind {
        case .wide: UInt8(VARIA_WIDE.rawValue)
        case .narrow: UInt8(VARIA_NARROW.rawValue)
        case .scalar: UInt8(VARIA_SCALAR.rawValue)
        }
    }

    private static func opcode(_ opcode: FusedKernel.Opcode) -> varia_opcode {
        switch opcode {
        case .load: VARIA_LOAD
        case .store: VARIA_STORE
        case .accumulate: VARIA_ACCUMULATE
        case .columnIndex: VARIA_COLUMN_INDEX
        case .rowIndex: VARIA_ROW_INDEX
        case .spread: VARIA_SPREAD
        case .reduceSum: VARIA_REDUCE_SUM
        case .reduceMaximum: VARIA_REDUCE_MAX
        case .multiplyAdd: VARIA_MULTIPLY_ADD
        case .select: VARIA_SELECT
        case .dropout: VARIA_DROPOUT
        case .unary(let function): self.opcode(function)
        case .binary(let function): self.opcode(function)
        }
    }

    private static func opcode(_ function: Unary) -> varia_opcode {
        switch function {
        case .negate: VARIA_NEGATE
        case .exponential: VARIA_EXP
        case .logarithm: VARIA_LOG
        case .squareRoot: VARIA_SQRT
        case .reciprocal: VARIA_RECIPROCAL
        case .tanh: VARIA_TANH
        case .sigmoid: VARIA_SIGMOID
        case .erf: VARIA_ERF
        case .sine: VARIA_SIN
        case .cosine: VARIA_COS
        case .bfloat16: VARIA_BFLOAT16
        }
    }

    private static func opcode(_ function: Binary) -> varia_opcode {
        switch function {
        case .add: VARIA_ADD
        case .subtract: VARIA_SUBTRACT
        case .multiply: VARIA_MULTIPLY
        case .divide: VARIA_DIVIDE
        case .maximum: VARIA_MAXIMUM
        case .minimum: VARIA_MINIMUM
        case .less: VARIA_LESS
        case .equal: VARIA_EQUAL
        }
    }
}
