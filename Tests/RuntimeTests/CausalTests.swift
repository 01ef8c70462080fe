import Compiler
import Tensors
import Testing

@Suite("What causal attention hides is left out, and nothing else")
struct CausalTests {
    /// A change to attention.
    enum Change: String, CaseIterable, CustomTestStringConvertible {
        case none, dropout, distance, mask, meanScore, bias, shown, squareHeads, unmasked
        case symmetric, firstRow, keyBlocks
        var testDescription: String { rawValue }
    }

    private func graph(_ change: Change, size: Int) throws -> Graph {
        let builder = GraphBuilder()
        let head = change == .squareHeads ? size : 4
        let batch: [Int] = change == .squareHeads ? [1] : [2, 3]
        let shape = Shape(batch + [size, head])
        var parameters = ["q", "k", "v"].map {
            builder.parameter($0, shape: shape, initializer: .normal(deviation: 0.8))
        }
        var names = ["q", "k", "v"]
        var q = parameters[0]
        if change == .squareHeads {
            let w = builder.parameter(
                "w", shape: [head, head], initializer: .normal(deviation: 0.2))
            parameters.append(w)
            names.append("w")
            q = q.matmul(w)
        }
        var scores = q.matmul(parameters[1], transposeOther: true) * 0.5
        let square: Shape = [size, size]
        let distance =
            builder.positions(axis: 0, shape: square) - builder.positions(axis: 1, shape: square)
        if change == .distance {
            let width = 1 + exp(parameters[0].sum(-1))
            scores = scores + (width - distance - 1) / width
        }
        if change == .bias {
            let bias = builder.parameter(
                "bias", shape: square, initializer: .normal(deviation: 0.5))
            parameters.append(bias)
            names.append("bias")
            scores = scores + bias
        }
        if change == .symmetric { scores = scores + scores.transposed(0, 1, 3, 2) }
        if change == .firstRow { scores = scores - scores.slice(-2, 0..<1) }
        var weights = scores.softmax(causal: change != .unmasked)
        if change == .mask {
            // Zero above the diagonal, and past a distance.
            let near = (distance .>= builder.constant(0)) * (distance .< builder.constant(40))
            let inside = relu(parameters[0].sum(-1) + 2 - 0.1 * distance)
            weights = (weights + 1e-3) * (0.1 + inside) * near
            weights = weights / weights.sum(-1)
        }
        if change == .dropout { weights = weights.dropout(rate: 0.3, site: "weights") }
        var outputs: [(name: String, tensor: Tensor)] = []
        if change == .shown {
            outputs = [("weights", weights), ("scores", scores)]
        }
        var out = weights.matmul(parameters[2])
        if change == .keyBlocks, size % 2 == 0 {
            let halves = weights.reshaped(2, 3, size, 2, size / 2).sum(-1)
            out = out * (1 + halves.slice(-2, 0..<1).reshaped(2, 3, size, 1))
        }
        if change == .meanScore { out = out * (weights * scores).sum(-1) }
        let loss = (out * out).reshaped(-1).mean(0).reshaped(to: [])
        outputs.append(("loss", loss))
        let gradients = builder.gradients(of: loss, by: parameters)
        outputs += zip(names, gradients).map { ("grad.\($0)", $1) }
        return try builder.finish(outputs: outputs)
    }

    @Test(
        "Every output equals the interpreter's, and no memory is read that was not written",
        arguments: Change.allCases, [1, 40, 64, 65, 128, 200])
    func agrees(change: Change, size: Int) throws {
        let graph = try graph(change, size: size)
        for (name, difference) in try Agreement.differences(graph, seed: 3, step: 5) {
            #expect(difference < 1e-4, "\(name)")
        }
    }

    private func causalSteps(_ change: Change, size: Int) throws -> (kernels: Int, products: Int) {
        let steps = try graph(change, size: size).compiled().steps
        return (
            steps.count {
                if case .fused(let kernel) = $0 { kernel.causalBlock != nil } else { false }
            },
            steps.count { if case .matmul(let step) = $0 { step.causality != nil } else { false } }
        )
    }

    @Test(
        "All six products of attention leave out what is hidden",
        arguments: [Change.none, .dropout, .distance, .meanScore, .mask])
    func leavesOut(change: Change) throws {
        let found = try causalSteps(change, size: 64)
        #expect(found.products == 6)
        #expect(found.kernels >= 2)
    }

    @Test("Nothing is left out of small squares, or of attention without a mask")
    func leavesNothingOut() throws {
        #expect(try causalSteps(.none, size: 63) == (0, 0))
        #expect(try causalSteps(.unmasked, size: 64) == (0, 0))
    }
}
