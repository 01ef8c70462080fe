import Compiler
import Runtime
import Tensors
import Testing
import Training
import Transformer
import Variants

@Suite("Training in bf16")
struct PrecisionTests {
    private static let size: ModelConfig = {
        var model = ModelConfig()
        model.layers = 1
        model.heads = 2
        model.width = 8
        // Large enough for causal attention to leave something out.
        model.blockSize = 64
        model.vocabulary = 11
        return model
    }()

    /// Every output of a training step.
    private func step(
        _ traced: TracedModel, _ make: ExecutorFactory
    ) throws -> [String: [Float]] {
        let layout = ParameterLayout(traced.graph.parameters)
        let executor = try make(traced.graph, ParameterVector(layout: layout, seed: 3), nil)
        let random = RandomStream(seed: 1, purpose: .test)
        for (name, shape) in traced.graph.inputs {
            executor.setInput(
                name,
                to: (0..<shape.count).map {
                    Float(random.integer(at: UInt64($0), below: traced.config.vocabulary))
                })
        }
        executor.run(seed: 1, step: 2)
        return Dictionary(
            uniqueKeysWithValues: traced.graph.outputs.map { ($0.name, executor.output($0.name)) })
    }

    @Test(
        "Every variant computes what its rounded graph means, near what it means unrounded",
        arguments: standardCatalogue.names + ["soft-window+head-gating+tied-embeddings"])
    func variants(name: String) throws {
        let traced = try trace(
            Self.size, standardCatalogue.resolve(name), batch: 2, purpose: .training)
        let found = try step(traced) { graph, parameters, gradients in
            try CPUExecutor(
                graph: graph, parameters: parameters, gradients: gradients, precision: .bfloat16)
        }
        let rounded = try step(traced) { graph, parameters, gradients in
            InterpretingExecutor(
                graph: try graph.prepared(for: .bfloat16), parameters: parameters,
                gradients: gradients)
        }
        let exact = try step(traced) { graph, parameters, gradients in
            InterpretingExecutor(graph: graph, parameters: parameters, gradients: gradients)
        }
        for (name, values) in rounded {
            #expect(Self.distance(found[name] ?? [], values) < 0.02, "\(name)")
            #expect(Self.distance(values, exact[name] ?? []) < 0.2, "\(name)")
        }
        // Rounding is there where there are products, and is no more than that.
        let hasProducts = traced.graph.nodes.contains {
            if case .matmul = $0.op { true } else { false }
        }
        let (loss, reference) = (rounded["loss"]?[0] ?? 0, exact["loss"]?[0] ?? 0)
        #expect((loss != reference) == hasProducts && abs(loss - reference) < 0.01)
    }

    /// The length of the difference over the length of the second.
    private static func distance(_ a: [Float], _ b: [Float]) -> Double {
        guard a.count == b.count else { return .infinity }
        func length(_ values: [Double]) -> Double {
            values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let difference = length(zip(a, b).map { Double($0) - Double($1) })
        return difference / max(length(b.map { Double($0) }), 1e-9)
    }
}
