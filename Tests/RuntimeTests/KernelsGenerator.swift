import CKernels
import Tensors

/// Random fused kernels whose values stay moderate, so that Float and Double can be compared.
struct KernelsGenerator {
    /// A register's value: how large it may be, and whether Float computed it without rounding.
    private struct Value {
        var bound: Double
        var exact: Bool
    }

    private var random: RandomStream
    private var drawn: UInt64 = 0
    private var program: KernelsProgram
    private var buffers: [[Float]] = []
    private var values: [KernelsProgram.Register: Value] = [:]
    private var fixed: Set<KernelsProgram.Register> = []

    /// A program, its buffers, and the keys of its dropout sites.
    struct Case {
        var program: KernelsProgram
        var buffers: [[Float]]
        var keys: [UInt64]
        /// The largest magnitude that any value may have.
        var bound: Double
    }

    static func make(seed: UInt64) -> Case {
        var generator = KernelsGenerator(seed: seed)
        return generator.generate()
    }

    private init(seed: UInt64) {
        random = RandomStream(seed: seed, purpose: .test, name: "kernels")
        program = KernelsProgram(rows: [], columns: 1)
    }

    private mutating func draw(_ count: Int) -> Int {
        drawn += 1
        return random.integer(at: drawn, below: count)
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[draw(choices.count)] }

    private mutating func chance(_ percent: Int) -> Bool { draw(100) < percent }

    private mutating func generate() -> Case {
        program.rowSizes = (0..<(1 + draw(3))).map { _ in 1 + draw(9) }
        program.columns = pick([1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 24, 31, 33, 64, 70, 130])
        program.tileRows = 1 + draw(12)
        let reduces = chance(50)
        program.columnBlock = reduces ? program.columns : 1 + draw(program.columns)
        program.constants = [0.5, -1.25]
        program.dropouts = [
            varia_dropout_site(threshold: 20_000, scale: 1.5),
            varia_dropout_site(threshold: 50_000, scale: 2),
        ]
        prologue()
        load(.wide(2))
        load(.narrow(1))
        for _ in 0..<(2 + draw(12)) { step(reduces: reduces) }
        for _ in 0..<(1 + draw(3)) { write(accumulates: false) }
        for _ in 0..<draw(3) { write(accumulates: true) }
        if chance(40) {
            step(reduces: reduces)
            write(accumulates: chance(30))
        }
        return Case(
            program: program, buffers: buffers, keys: [0x1234_5678_9ABC, .max - seedOffset],
            bound: values.values.map(\.bound).max() ?? 1)
    }

    private var seedOffset: UInt64 { drawn }

    private mutating func prologue() {
        if chance(60) {
            load(.wide(0), fixedOverRows: true)
            fixed.insert(.wide(0))
        }
        if chance(40) {
            program.emit(VARIA_COLUMN_INDEX, .wide(1))
            values[.wide(1)] = Value(bound: Double(program.columns), exact: true)
            fixed.insert(.wide(1))
        }
        if chance(30), values[.wide(0)] != nil {
            program.emit(VARIA_TANH, .wide(0), .wide(0))
            values[.wide(0)] = Value(bound: 1, exact: false)
        }
        program.prologue = program.instructions.count
    }

    /// Adds an operand with a buffer of its own, of random layout.
    private mutating func operand(
        broadcasts: Bool, overColumns: Bool = true, fixedOverRows: Bool = false,
        narrow: Bool = false
    ) -> Int {
        let axes = program.rowSizes.count + 1
        var strides = [Int](repeating: 0, count: axes)
        var order = Array(0..<axes)
        if chance(50) { order.swapAt(draw(axes), draw(axes)) }
        var size = 1
        for axis in order.reversed() {
            let isColumn = axis == axes - 1
            let length = isColumn ? program.columns : program.rowSizes[axis]
            if narrow && isColumn { continue }
            if fixedOverRows && !isColumn { continue }
            if broadcasts && (overColumns || !isColumn) && chance(20) { continue }
            strides[axis] = size
            size *= length
            if chance(10) { size += 3 }
        }
        let offset = draw(4)
        buffers.append(
            (0..<(size + offset)).map { _ in
                drawn += 1
                return Float(random.uniform(at: drawn) * 4 - 2)
            })
        return program.operand(
            buffers.count - 1, offset: offset, rows: Array(strides.dropLast()),
            column: strides[axes - 1])
    }

    private mutating func load(_ register: KernelsProgram.Register, fixedOverRows: Bool = false) {
        let number = operand(
            broadcasts: true, fixedOverRows: fixedOverRows, narrow: register.kind == VARIA_NARROW)
        program.load(register, number)
        values[register] = Value(bound: 2, exact: true)
    }

    private mutating func destination(_ kind: varia_kind) -> KernelsProgram.Register {
        while true {
            let register: KernelsProgram.Register =
                kind == VARIA_WIDE ? .wide(draw(6)) : .narrow(draw(4))
            if !fixed.contains(register) { return register }
        }
    }

    private mutating func source(
        _ kinds: [varia_kind], where accepts: (Value) -> Bool = { _ in true }
    ) -> KernelsProgram.Register? {
        var candidates = values.filter {
            kinds.contains($0.key.kind) && accepts($0.value)
        }.keys.sorted { ($0.kind.rawValue, $0.number) < ($1.kind.rawValue, $1.number) }
        if kinds.contains(VARIA_SCALAR) { candidates += [.scalar(0), .scalar(1)] }
        return candidates.isEmpty ? nil : pick(candidates)
    }

    private func bound(_ register: KernelsProgram.Register) -> Double {
        values[register]?.bound ?? 2
    }

    private func exact(_ register: KernelsProgram.Register) -> Bool {
        values[register]?.exact ?? true
    }

    private mutating func step(reduces: Bool) {
        let kind = chance(70) ? VARIA_WIDE : VARIA_NARROW
        let target = destination(kind)
        let mixed =
            kind == VARIA_WIDE
            ? [VARIA_WIDE, VARIA_NARROW, VARIA_SCALAR] : [VARIA_NARROW, VARIA_SCALAR]
        switch draw(12) {
        case 0:
            load(target)
        case 1 where kind == VARIA_NARROW:
            let axis = draw(program.rowSizes.count)
            program.emit(VARIA_ROW_INDEX, target, .scalar(axis))
            values[target] = Value(bound: Double(program.rowSizes[axis]), exact: true)
        case 1:
            guard let from = source([VARIA_NARROW, VARIA_SCALAR]) else { return }
            program.emit(VARIA_SPREAD, target, from)
            values[target] = Value(bound: bound(from), exact: exact(from))
        case 2 where kind == VARIA_NARROW && reduces:
            guard let from = source([VARIA_WIDE], where: { $0.bound < 20 }) else { return }
            let sums = chance(50)
            program.emit(sums ? VARIA_REDUCE_SUM : VARIA_REDUCE_MAX, target, from)
            values[target] = Value(
                bound: bound(from) * (sums ? Double(program.columns) : 1),
                exact: !sums && exact(from))
        case 2, 3:
            guard let from = source([kind]) else { return }
            let site = draw(2)
            program.emit(VARIA_DROPOUT, target, from, .scalar(site))
            values[target] = Value(bound: 2 * bound(from), exact: false)
        case 4, 5:
            guard let from = source([kind], where: { $0.bound < 50 }) else { return }
            let opcode = pick([VARIA_NEGATE, VARIA_TANH, VARIA_SIGMOID, VARIA_ERF, VARIA_SIN])
            program.emit(opcode, target, from)
            values[target] =
                opcode == VARIA_NEGATE
                ? Value(bound: bound(from), exact: exact(from)) : Value(bound: 1, exact: false)
        case 6:
            guard let a = source(mixed, where: \.exact), let b = source(mixed, where: \.exact)
            else { return }
            program.emit(pick([VARIA_LESS, VARIA_EQUAL]), target, a, b)
            values[target] = Value(bound: 1, exact: true)
        case 7:
            guard let a = source(mixed, where: \.exact), let b = source(mixed),
                let c = source(mixed)
            else { return }
            program.emit(VARIA_SELECT, target, a, b, c)
            values[target] = Value(bound: max(bound(b), bound(c)), exact: exact(b) && exact(c))
        case 8:
            guard let a = source(mixed, where: { $0.bound < 10 }),
                let b = source(mixed, where: { $0.bound < 10 }),
                let c = source(mixed, where: { $0.bound < 100 })
            else { return }
            program.emit(VARIA_MULTIPLY_ADD, target, a, b, c)
            values[target] = Value(bound: bound(a) * bound(b) + bound(c), exact: false)
        default:
            guard let a = source(mixed, where: { $0.bound < 10 }),
                let b = source(mixed, where: { $0.bound < 10 })
            else { return }
            let opcode = pick([
                VARIA_ADD, VARIA_SUBTRACT, VARIA_MULTIPLY, VARIA_MAXIMUM, VARIA_MINIMUM,
            ])
            program.emit(opcode, target, a, b)
            let keeps = opcode == VARIA_MAXIMUM || opcode == VARIA_MINIMUM
            values[target] = Value(
                bound: max(bound(a) * bound(b), bound(a) + bound(b)),
                exact: keeps && exact(a) && exact(b))
        }
    }

    private mutating func write(accumulates: Bool) {
        guard let from = source([VARIA_WIDE, VARIA_NARROW]) else { return }
        let narrow = from.kind == VARIA_NARROW
        // Sometimes an element overwrites one that was loaded.
        let loads = program.instructions.filter { $0.opcode == VARIA_LOAD }
        if !accumulates, chance(50), !narrow || program.columnBlock == program.columns,
            let again = loads.map({ $0.sources[0].number }).first(where: {
                coversOnce(program.operands[$0], narrow: narrow)
            })
        {
            program.store(from, again)
            return
        }
        // A sum over columns needs all of them in a tile.
        let target = operand(
            broadcasts: accumulates, overColumns: program.columnBlock == program.columns,
            narrow: narrow)
        if accumulates {
            program.accumulate(from, target)
        } else {
            program.store(from, target)
        }
    }

    /// Whether an operand gives every element (or every row) an address of its own.
    private func coversOnce(_ operand: KernelsProgram.Operand, narrow: Bool) -> Bool {
        let rows = zip(program.rowSizes, operand.rowStrides).allSatisfy { $0 == 1 || $1 != 0 }
        let isNarrow = operand.columnStride == 0 && program.columns > 1
        return rows && isNarrow == narrow
    }
}
