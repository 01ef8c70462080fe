import Tensors
import Transformer
import Variants

/// A small model and helpers that run it on the interpreter.
struct ModelFixture {
    var config = ModelConfig()
    var batch = 2

    init(_ change: (inout ModelConfig) -> Void = { _ in }) {
        config.layers = 2
        config.heads = 2
        config.width = 8
        config.blockSize = 6
        config.vocabulary = 7
        change(&config)
    }

    func traced(_ variant: String, _ purpose: TracePurpose = .inference) throws -> TracedModel {
        try traced(standardCatalogue.resolve(variant), purpose)
    }

    func traced(
        _ variant: Composition, _ purpose: TracePurpose = .inference
    ) throws -> TracedModel {
        try trace(config, variant, batch: batch, purpose: purpose)
    }

    /// Initial values for a seed; offsets are not 0, so that they matter.
    func parameters(_ graph: Graph, seed: UInt64 = 1) -> [String: [Double]] {
        var result: [String: [Double]] = [:]
        for parameter in graph.parameters {
            let stream = RandomStream(seed: seed, purpose: .test, name: parameter.name)
            let start = parameter.initializer == .ones ? 1.0 : 0.0
            result[parameter.name] = (0..<parameter.shape.count).map {
                start + 0.3 * stream.normal(at: UInt64($0))
            }
        }
        return result
    }

    func tokens(seed: UInt64 = 1) -> [Double] {
        let stream = RandomStream(seed: seed, purpose: .test, name: "tokens")
        return (0..<batch * config.blockSize).map {
            Double(stream.integer(at: UInt64($0), below: config.vocabulary))
        }
    }

    func targets() -> [Double] {
        Array(tokens(seed: 2).prefix(config.predict == .every ? batch * config.blockSize : batch))
    }

    func run(_ model: TracedModel, tokens: [Double]? = nil) throws -> [String: [Double]] {
        try Interpreter.evaluate(
            model.graph, inputs: ["tokens": tokens ?? self.tokens(), "targets": targets()],
            parameters: parameters(model.graph))
    }
}
