import Tensors
import TestSupport
import Testing

@Suite("Random graphs")
struct RandomGraphTests {
    @Test("Gradients equal finite differences", arguments: 1...50)
    func gradients(seed: Int) throws {
        let random = try RandomGraph(seed: UInt64(seed), size: 12)
        let differences = try FiniteDifferences(
            random.graph, inputs: random.inputs, parameters: random.parameters, seed: random.seed,
            step: random.step, elements: 4)
        #expect(differences.largestError < 1e-5, "\(differences)")
    }

    @Test("Rounding the inputs to a millionth moves no output by much", arguments: 51...90)
    func conditioning(seed: Int) throws {
        let random = try RandomGraph(seed: UInt64(seed), size: 24)
        func rounded(_ values: [String: [Double]]) -> [String: [Double]] {
            values.mapValues { $0.map { ($0 * 1e6).rounded() / 1e6 } }
        }
        let exact = try random.interpreted()
        let moved = try Interpreter.evaluate(
            random.graph, inputs: rounded(random.inputs), parameters: rounded(random.parameters),
            seed: random.seed, step: random.step)
        for (name, values) in exact {
            let scale = values.reduce(1) { max($0, abs($1)) }
            let difference = zip(values, moved[name] ?? []).map { abs($0 - $1) }.max() ?? .nan
            #expect(difference / scale < 1e-4, "\(name)")
        }
    }

    @Test("The same seed gives the same graph and values")
    func determinism() throws {
        let first = try RandomGraph(seed: 7)
        let second = try RandomGraph(seed: 7)
        #expect(first.graph.canonicalText == second.graph.canonicalText)
        #expect(first.inputs == second.inputs && first.parameters == second.parameters)
        #expect(try RandomGraph(seed: 8).graph.canonicalText != first.graph.canonicalText)
    }

    @Test("A few dozen graphs contain every op in its kinds")
    func coverage() throws {
        var seen: Set<String> = []
        var ranks: Set<Int> = []
        for seed in 1...40 {
            for node in try RandomGraph(seed: UInt64(seed), size: 20).graph.nodes {
                seen.insert(kind(of: node.op))
                ranks.insert(node.shape.rank)
            }
        }
        let all =
            ["input", "parameter", "constant", "positions", "select", "broadcast", "dropout"]
            + ["layerNorm", "crossEntropy", "gather", "scatterAdd", "reshape", "transpose"]
            + ["slice", "concatenate", "softmax true", "softmax false"]
            + ["cumulativeSum true", "cumulativeSum false"]
            + ["matmul false false", "matmul false true", "matmul true false", "matmul true true"]
            + Unary.allCases.filter { $0 != .bfloat16 }.map(\.rawValue)
            + Binary.allCases.map(\.rawValue)
            + Reduction.allCases.map { "reduce \($0)" }
        #expect(Set(all).subtracting(seen).isEmpty)
        #expect(ranks.isSuperset(of: 0...5))
    }

    private func kind(of op: Op) -> String {
        switch op {
        case .input: "input"
        case .parameter: "parameter"
        case .constant: "constant"
        case .positions: "positions"
        case .unary(let function): function.rawValue
        case .binary(let function): function.rawValue
        case .select: "select"
        case .broadcast: "broadcast"
        case .dropout: "dropout"
        case .reduce(let reduction, _): "reduce \(reduction)"
        case .cumulativeSum(_, let reversed): "cumulativeSum \(reversed)"
        case .softmax(let causal): "softmax \(causal)"
        case .layerNorm: "layerNorm"
        case .matmul(let transposeA, let transposeB): "matmul \(transposeA) \(transposeB)"
        case .crossEntropy: "crossEntropy"
        case .gather: "gather"
        case .scatterAdd: "scatterAdd"
        case .reshape: "reshape"
        case .transpose: "transpose"
        case .slice: "slice"
        case .concatenate: "concatenate"
        }
    }
}
