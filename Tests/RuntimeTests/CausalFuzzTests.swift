import Compiler
import Tensors
import Testing

/// Random arithmetic on attention's squares, most of it such as no variant would do: whatever the
/// compiler leaves out must not be missed.
@Suite("Random arithmetic on causal attention")
struct CausalFuzzTests {
    /// Draws one number after another.
    private struct Dice {
        private let random: RandomStream
        private var index: UInt64 = 0

        init(seed: Int) { random = RandomStream(seed: UInt64(seed), purpose: .test) }

        mutating func roll(_ sides: Int) -> Int {
            index += 1
            return Int(random.uniform(at: index) * Double(sides))
        }
    }

    func graph(seed: Int) throws -> Graph {
        var dice = Dice(seed: seed)
        let builder = GraphBuilder()
        let size = [64, 65, 96, 128][dice.roll(4)]
        // A head of the squares' own size may be taken for a square.
        let head = dice.roll(5) == 0 ? size : 3
        let shape: Shape = dice.roll(3) == 0 ? [1, 1, size, head] : [1, 2, size, head]
        let names = ["q", "k", "v"]
        let parameters = names.map {
            builder.parameter($0, shape: shape, initializer: .normal(deviation: 0.5))
        }
        let positions: Shape = [size, size]
        let distance =
            builder.positions(axis: 0, shape: positions)
            - builder.positions(axis: 1, shape: positions)
        let mask = 1 - (distance .< builder.constant(0))
        var squares = [tanh(parameters[0].matmul(parameters[1], transposeOther: true))]
        squares.append(squares[0].softmax(causal: true))
        var rows = [parameters[2]]
        for _ in 0..<(4 + dice.roll(5)) {
            let a = squares[dice.roll(squares.count)]
            let b = squares[dice.roll(squares.count)]
            let made: Tensor
            switch dice.roll(17) {
            case 0: made = a + b
            case 1: made = a * b
            case 2: made = a - b
            case 3, 4: made = a.softmax(causal: true)
            case 5: made = a * mask
            case 6: made = a * (distance .< builder.constant(Double(dice.roll(size))))
            case 7: made = relu(a)
            case 8: made = exp(-a * a)
            case 9: made = a - a.max(-1)
            case 10: made = a / (1 + (b * b).sum(-1))
            case 11: made = a.transposed(0, 1, 3, 2)
            case 12: made = a - a.slice(-2, 0..<1)
            case 13: made = a - a.sum(-2) * 0.01
            case 14: made = a.dropout(rate: 0.2, site: "site \(squares.count)")
            case 15 where size % 2 == 0:
                let halves = a.reshaped(shape[0], shape[1], size, 2, size / 2).sum(-1)
                made = b * halves.slice(-2, 0..<1).reshaped(shape[0], shape[1], size, 1)
            default:
                rows.append(tanh(a.matmul(rows[dice.roll(rows.count)])))
                made = rows[rows.count - 1].matmul(parameters[1], transposeOther: true)
            }
            squares.append(tanh(made))
        }
        rows.append(squares[squares.count - 1].matmul(rows[rows.count - 1]))
        let loss = (rows[rows.count - 1] * rows[rows.count - 1]).sum(0, 1, 2, 3).reshaped(to: [])
        let gradients = builder.gradients(of: loss, by: parameters)
        var outputs = [(name: "loss", tensor: loss)]
        if dice.roll(4) == 0 {
            outputs.append(("shown", squares[dice.roll(squares.count)]))
        }
        outputs += zip(names, gradients).map { (name: "grad.\($0)", tensor: $1) }
        return try builder.finish(outputs: outputs)
    }

    @Test("Of many such graphs something is left out")
    func leavesOut() throws {
        let limited = try (0..<24).count { seed in
            try graph(seed: seed).compiled().steps.contains { step in
                switch step {
                case .fused(let kernel): kernel.causalBlock != nil
                case .matmul(let product): product.causality != nil
                default: false
                }
            }
        }
        #expect(limited >= 12)
    }

    @Test("In bf16, too, every output is near the interpreter's", arguments: 0..<40)
    func agreesInBFloat16(seed: Int) throws {
        let graph = try graph(seed: seed)
        let differences = try Agreement.differences(graph, seed: 7, step: 2, precision: .bfloat16)
        // Values beside a tie may be rounded to the other side.
        for (name, difference) in differences { #expect(difference < 0.05, "\(name)") }
        let program = try graph.compiled(precision: .bfloat16)
        #expect(program.causalSteps == (try graph.compiled().causalSteps))
    }

    @Test("Every output equals the interpreter's", arguments: 0..<60)
    func agrees(seed: Int) throws {
        let differences = try Agreement.differences(try graph(seed: seed), seed: 7, step: 2)
        for (name, difference) in differences { #expect(difference < 1e-3, "\(name)") }
    }
}

extension Program {
    /// Products that leave out what causal attention hides.
    fileprivate var causalSteps: Int {
        steps.count { step in
            guard case .matmul(let product) = step else { return false }
            return product.causality != nil
        }
    }
}
