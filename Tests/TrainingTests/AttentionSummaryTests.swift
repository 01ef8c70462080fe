import Corpora
import Foundation
import Tensors
import Testing
import Training
import Transformer
import Variants

/// Makes all keys alike.
private struct Flat: PlainVariant {
    static let name = "flat"
    static let summary = "Scores are 0"
    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores * 0 }
}

/// Looks at the first token only.
private struct First: PlainVariant {
    static let name = "first"
    static let summary = "All weight is the first token's"
    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor {
        (site.positions .< site.constant(1)).broadcast(to: weights.shape)
    }
}

/// Has no attention in its second block.
private struct Half: PlainVariant {
    static let name = "half"
    static let summary = "The second block has no attention"
    func attention(_ x: Tensor, at site: AttentionSite) -> Tensor? {
        site.layer == 1 ? site.linear("instead", x, to: site.width) : nil
    }
}

/// Shows the weights as they are in the end.
private struct Recorder: PlainVariant {
    static let name = "recorder"
    static let summary = "Records all weights"
    func weights(_ weights: Tensor, at site: AttentionSite) -> Tensor {
        site.probe("weights", weights, heads: 1)
        return weights
    }
}

@Suite("Attention's distance and entropy")
struct AttentionSummaryTests {
    private static let blockSize = 8

    private func model(
        _ members: [any Variant], causal: Bool = true,
        makeExecutor: @escaping ExecutorFactory = cpuExecutors()
    ) throws -> TrainedModel {
        var trial = try TinyTrial()
        trial.model.layers = 2
        trial.model.causal = causal
        let variant = try Composition(members)
        let graph = try trace(trial.model, variant, batch: 1, purpose: .evaluation).graph
        let parameters = ParameterVector(layout: ParameterLayout(graph.parameters), seed: 3)
        // Initial values are small, and heads look everywhere alike.
        for index in parameters.elements.indices { parameters.elements[index] *= 4 }
        return TrainedModel(
            trial.model, variant, training: trial.training, corpus: trial.corpus,
            parameters: parameters, makeExecutor: makeExecutor)
    }

    @Test("uniform attention looks back over half of what is there, and is as wide as can be")
    func uniform() throws {
        let found = try AttentionSummary.summaries(of: model([Flat()]))
        #expect(found.map(\.layer) == [0, 1])
        let entropy = (1...Self.blockSize).reduce(0) { $0 + log(Double($1)) } / 8
        for summary in found {
            #expect(summary.distance.count == 2 && summary.entropy.count == 2)
            #expect(summary.distance.allSatisfy { abs($0 - 7.0 / 4) < 1e-6 })
            #expect(summary.entropy.allSatisfy { abs($0 - entropy) < 1e-6 })
        }
    }

    @Test("a model that is not causal looks both ways")
    func bothWays() throws {
        let found = try AttentionSummary.summaries(of: model([Flat()], causal: false))
        // The mean of |i - j| over a square of n by n is (n^2 - 1) / 3n.
        #expect(found[0].distance.allSatisfy { abs($0 - 63.0 / 24) < 1e-6 })
        #expect(found[0].entropy.allSatisfy { abs($0 - log(8.0)) < 1e-6 })
    }

    @Test("attention to one token has its distance, and no width")
    func one() throws {
        let found = try AttentionSummary.summaries(of: model([First()]))
        #expect(found[0].distance.allSatisfy { abs($0 - 3.5) < 1e-6 })
        #expect(found[0].entropy.allSatisfy { $0 == 0 })
    }

    @Test("a block without attention weights is left out")
    func absent() throws {
        #expect(try AttentionSummary.summaries(of: model([Half()])).map(\.layer) == [0])
    }

    @Test(
        "is what plain loops over the weights give, after all hooks, and on every executor",
        arguments: ["standard", "soft-window", "hard-window", "head-softmax", "head-gating"])
    func plain(name: String) throws {
        let members = try standardCatalogue.resolve(name).members
        let recorded = try model(members + [Recorder()])
        let windows = try EvaluationWindows(
            recorded.corpus, blockSize: Self.blockSize, batch: 1, predict: .every)
        let traced = try trace(
            recorded.model, recorded.variant, batch: 1, purpose: .evaluation)
        let interpreter = InterpretingExecutor(
            graph: traced.graph, parameters: recorded.parameters)
        let probes = traced.probes.filter { $0.name.hasSuffix("weights") }
        try #require(probes.count == 2)
        var distance = [[0.0, 0.0], [0.0, 0.0]]
        var entropy = distance
        for index in 0..<windows.batchCount {
            let batch = windows.batch(at: index).batch
            interpreter.setInput("tokens", to: batch.tokens)
            interpreter.setInput("targets", to: batch.targets)
            interpreter.run(seed: 0, step: 0)
            for (layer, probe) in probes.enumerated() {
                let weights = interpreter.output(probe.outputName).map { Double($0) }
                for head in 0..<2 {
                    for query in 0..<8 {
                        let row = weights[(head * 8 + query) * 8..<(head * 8 + query + 1) * 8]
                        let total = row.reduce(0, +)
                        for (key, weight) in row.enumerated() where weight > 0 {
                            let share = weight / total
                            distance[layer][head] += share * Double(abs(query - key))
                            entropy[layer][head] -= share * log(share)
                        }
                    }
                }
            }
        }
        let queries = Double(windows.batchCount * 8)
        for makeExecutor in [cpuExecutors(), interpreters()] {
            let found = try AttentionSummary.summaries(
                of: model(members, makeExecutor: makeExecutor))
            #expect(found.map(\.layer) == [0, 1])
            for summary in found {
                for head in 0..<2 {
                    let expected = (
                        distance[summary.layer][head] / queries,
                        entropy[summary.layer][head] / queries
                    )
                    #expect(abs(summary.distance[head] - expected.0) < 1e-4)
                    #expect(abs(summary.entropy[head] - expected.1) < 1e-4)
                }
            }
        }
    }

    @Test("no other graph of a model changes by it", arguments: ["standard", "hard-window"])
    func sameGraphs(name: String) throws {
        let trial = try TinyTrial()
        let variant = try standardCatalogue.resolve(name)
        func traced(_ purpose: TracePurpose) throws -> TracedModel {
            try trace(trial.model, variant, batch: 2, purpose: purpose)
        }
        let analysis = try traced(.analysis)
        #expect(analysis.attentions.count == 1)
        #expect(
            try traced(.training).objective.canonicalText == analysis.objective.canonicalText)
        for purpose in TracePurpose.allCases where purpose != .analysis {
            let other = try traced(purpose)
            #expect(other.attentions.isEmpty)
            #expect(!other.graph.outputs.contains { $0.name.hasPrefix("attention") })
        }
    }
}
