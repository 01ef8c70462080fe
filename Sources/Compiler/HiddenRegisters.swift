import Tensors

/// What the registers of a kernel over squares hold above the diagonal: an abstract run of its
/// instructions (Cousot and Cousot: Abstract interpretation. POPL 1977).
struct HiddenRegisters {
    /// A register's values above the diagonal.
    private enum State: Equatable {
        case unknown
        /// This one value.
        case always(Double)
        /// row * i + column * j + offset at query i and key j.
        case linear(row: Double, column: Double, offset: Double)
    }

    /// The stored squares that are zero above the diagonal.
    private(set) var zeros: Set<Int> = []
    /// Whether nothing that is kept for a row depends on what lies above the diagonal.
    private(set) var isLimitable = true

    private let kernel: FusedKernel
    private let storages: [Storage]
    private let known: [Int: Int]
    private var states: [FusedKernel.Value: State] = [:]

    /// Nil where the kernel does not walk squares.
    init?(_ kernel: FusedKernel, _ storages: [Storage], zeros known: [Int: Int]) {
        self.kernel = kernel
        self.storages = storages
        self.known = known
        guard CausalPlan.isWorthwhile(kernel.columns),
            kernel.operands.contains(where: { kernel.isSquare($0, storages) }),
            kernel.rowSizes.last.map({ $0 % kernel.columns == 0 }) ?? false
        else { return nil }
        for instruction in kernel.instructions { run(instruction) }
    }

    private mutating func run(_ instruction: FusedKernel.Instruction) {
        let values = instruction.values.map { state(of: $0) }
        switch instruction.opcode {
        case .store: store(instruction, values[0])
        case .accumulate:
            // Sums over rows may take rows of any block.
            if instruction.values[0].kind == .wide, values[0] != .always(0) { isLimitable = false }
        case .reduceSum:
            if values[0] != .always(0) { isLimitable = false }
        case .reduceMaximum:
            if values[0] != .always(-.infinity) { isLimitable = false }
        default: break
        }
        if let result = instruction.result {
            states[result] =
                result.kind == .wide || isIndex(instruction.opcode)
                ? outcome(instruction, values) : .unknown
        }
    }

    private func isIndex(_ opcode: FusedKernel.Opcode) -> Bool {
        switch opcode {
        case .rowIndex, .unary, .binary: true
        default: false
        }
    }

    private mutating func store(_ instruction: FusedKernel.Instruction, _ state: State) {
        let operand = kernel.operands[instruction.argument]
        guard instruction.values[0].kind == .wide else { return }
        if !kernel.isSquare(operand, storages) {
            isLimitable = false
        } else if state == .always(0) {
            zeros.insert(operand.storage)
        }
    }

    private func state(of value: FusedKernel.Value) -> State {
        value.kind == .scalar
            ? .always(Double(kernel.constants[value.index])) : states[value] ?? .unknown
    }

    private func outcome(_ instruction: FusedKernel.Instruction, _ values: [State]) -> State {
        switch instruction.opcode {
        case .load:
            let operand = kernel.operands[instruction.argument]
            return known[operand.storage] == kernel.columns && kernel.isSquare(operand, storages)
                ? .always(0) : .unknown
        case .columnIndex: return .linear(row: 0, column: 1, offset: 0)
        case .rowIndex:
            let isQuery =
                instruction.argument == kernel.rowSizes.count - 1
                && kernel.rowSizes[instruction.argument] == kernel.columns
            return isQuery ? .linear(row: 1, column: 0, offset: 0) : .unknown
        case .spread: return values[0]
        case .dropout: return values[0] == .always(0) ? .always(0) : .unknown
        case .select:
            guard case .always(let condition) = values[0] else {
                return values[1] == values[2] ? values[1] : .unknown
            }
            return condition != 0 ? values[1] : values[2]
        case .unary(let function):
            if case .always(let x) = values[0] { return .always(function(x)) }
            return function == .negate ? Self.scaled(values[0], -1) : .unknown
        case .binary(let function): return Self.binary(function, values[0], values[1])
        case .multiplyAdd:
            return Self.binary(.add, Self.binary(.multiply, values[0], values[1]), values[2])
        case .store, .accumulate, .reduceSum, .reduceMaximum: return .unknown
        }
    }

    private static func binary(_ function: Binary, _ a: State, _ b: State) -> State {
        if case .always(let x) = a, case .always(let y) = b { return .always(function(x, y)) }
        switch function {
        case .add: return sum(a, b)
        case .subtract: return sum(a, scaled(b, -1))
        case .multiply:
            // What a masked weight meets above the diagonal does not count, be it infinite.
            if a == .always(0) || b == .always(0) { return .always(0) }
            if case .always(let factor) = a { return scaled(b, factor) }
            if case .always(let factor) = b { return scaled(a, factor) }
            return .unknown
        case .divide: return a == .always(0) ? .always(0) : .unknown
        case .less: return less(a, b)
        case .maximum, .minimum, .equal: return .unknown
        }
    }

    private static func less(_ a: State, _ b: State) -> State {
        guard case .linear(let row, let column, let offset) = sum(b, scaled(a, -1)),
            row == -column, isExact(a), isExact(b)
        else { return .unknown }
        // b - a = column (j - i) + offset, where j - i is 1 or more.
        if column >= 0, column + offset > 0 { return .always(1) }
        if column <= 0, column + offset <= 0 { return .always(0) }
        return .unknown
    }

    /// Whether a kernel's own arithmetic gives this without rounding: small whole numbers.
    private static func isExact(_ state: State) -> Bool {
        guard let (row, column, offset) = parts(state) else { return false }
        return [row, column, offset].allSatisfy { $0 == $0.rounded() && abs($0) <= 256 }
    }

    private static func sum(_ a: State, _ b: State) -> State {
        guard let (row, column, offset) = parts(a), let other = parts(b) else { return .unknown }
        return .linear(
            row: row + other.row, column: column + other.column, offset: offset + other.offset)
    }

    private static func scaled(_ state: State, _ factor: Double) -> State {
        guard let (row, column, offset) = parts(state) else { return .unknown }
        return .linear(row: factor * row, column: factor * column, offset: factor * offset)
    }

    private static func parts(
        _ state: State
    ) -> (row: Double, column: Double, offset: Double)? {
        switch state {
        case .unknown: nil
        case .always(let value): value.isFinite ? (0, 0, value) : nil
        case .linear(let row, let column, let offset): (row, column, offset)
        }
    }
}
