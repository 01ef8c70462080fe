import Compiler
import Tensors
import Testing

@Suite("Fusion")
struct FusionTests {
    private let batch = 2
    private let length = 16
    private let width = 8

    /// The gradient of one head of causal attention, with a change to its scores.
    private func attention(
        _ change: (Tensor, Tensor) -> Tensor = { scores, _ in scores }
    ) throws -> Program {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [batch, length, width], initializer: .ones)
        let w = builder.parameter("w", shape: [1, width], initializer: .ones)
        let scores = change(
            x.matmul(x, transposeOther: true) * 0.5, x.matmul(w, transposeOther: true))
        let loss = scores.softmax(causal: true).matmul(x).sum(0, 1, 2).reshaped(to: [])
        let gradients = builder.gradients(of: loss, by: [x, w])
        return try builder.finish(
            outputs: [("loss", loss), ("grad.x", gradients[0]), ("grad.w", gradients[1])]
        ).compiled()
    }

    /// How many kernels read or write a value for every pair of positions.
    private func passesOverScores(_ program: Program) -> Int {
        program.steps.count { step in
            guard case .fused(let kernel) = step else { return false }
            return kernel.operands.contains {
                $0.extent == batch * length * length && $0.columnStride == 1
            }
        }
    }

    @Test("Arithmetic on scores adds no pass over them, forward or backward")
    func scoreArithmeticIsFree() throws {
        let plain = try attention()
        let windowed = try attention { scores, x in
            let builder = scores.builder
            let shape: Shape = [scores.shape[-2], scores.shape[-1]]
            let distance =
                builder.positions(axis: 0, shape: shape) - builder.positions(axis: 1, shape: shape)
            let window = 1 + 4 * exp(x)
            return scores + (window - distance) / window
        }
        #expect(passesOverScores(plain) > 0)
        #expect(passesOverScores(windowed) == passesOverScores(plain))
    }

    /// The kernels of a two-layer network's gradient.
    private func kernels(_ activation: (Tensor) -> Tensor) throws -> Int {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [64, 32], initializer: .ones)
        let w = builder.parameter("w", shape: [32, 32], initializer: .ones)
        let y = activation(x.matmul(w) + 1).matmul(w)
        let loss = (y * y).sum(0, 1).reshaped(to: [])
        let gradient = builder.gradients(of: loss, by: [w])[0]
        let program = try builder.finish(outputs: [("loss", loss), ("grad.w", gradient)]).compiled()
        return program.steps.count { if case .fused = $0 { true } else { false } }
    }

    @Test("A longer chain of elementwise operations takes no more kernels, forward or backward")
    func chains() throws {
        let plain = try kernels { relu($0) }
        #expect(try kernels { geluTanh($0) } == plain)
        #expect(try kernels { tanh(0.5 * $0 * sigmoid($0 + 2)) - 1 } == plain)
    }

    @Test("Norms, softmax and losses are computed in one pass each")
    func reductions() throws {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [32, 24], initializer: .ones)
        let scale = builder.parameter("scale", shape: [24], initializer: .ones)
        let targets = builder.input("targets", shape: [32])
        let logits = x.normalized() * scale
        let losses = logits.crossEntropy(targets: targets)
        let program = try builder.finish(outputs: [("losses", losses)]).compiled()
        // The row results are viewed as [32], and take a pass of their own at most.
        #expect(program.steps.count <= 2)
    }

    @Test("Heads merge, and the parts of a concatenation are made, where they belong: no copies")
    func placement() throws {
        let builder = GraphBuilder()
        let a = builder.parameter("a", shape: [2, 4, 8, 8], initializer: .ones)
        let merged = a.matmul(a).transposed(0, 2, 1, 3).reshaped(16, 32)
        let joined = concatenate(
            [merged.matmul(merged, transposeSelf: true), merged.slice(0, 0..<8) * 2], axis: 0)
        let program = try builder.finish(outputs: [("joined", joined)]).compiled()
        #expect(program.steps.count == 3)
    }

    @Test("Compiling twice gives the same program")
    func determinism() throws {
        let first = try attention()
        let second = try attention()
        #expect(first.steps.map { "\($0)" } == second.steps.map { "\($0)" })
        #expect(first.arenaCount == second.arenaCount)
        #expect(first.storages == second.storages)
    }

    @Test("A long chain in which every value is used twice compiles at once")
    func sharedChain() throws {
        let builder = GraphBuilder()
        var x = builder.parameter("x", shape: [8, 8], initializer: .constant(0.5))
        let start = x
        for _ in 0..<60 { x = x * x + x * 0.1 }
        let loss = x.matmul(start).sum(0, 1).reshaped(to: [])
        let gradient = builder.gradients(of: loss, by: [start])[0]
        let graph = try builder.finish(outputs: [("loss", loss), ("grad.x", gradient)])
        let time = try ContinuousClock().measure { _ = try graph.compiled() }
        #expect(time < .seconds(5))
    }
}
