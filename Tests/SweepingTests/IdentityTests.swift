import Corpora
import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer

@Suite("Identity")
struct IdentityTests {
    @Test("labels, names, the order of keys and the spelling of numbers are not part of it")
    func labels() throws {
        let plain = try ids(
            "{ name: 'a', base: { layers: 1, heads: 2, width: 32, dropout: 0, learningRate: 1 } }")
        let other = try ids(
            """
            { name: "b", cases: [{ label: "z", learningRate: 1.0, dropout: 0.0 }],
              base: { width: 32, heads: 2, layers: 1 } }
            """)
        #expect(plain == other)
    }

    @Test("a key that the model ignores makes no second trial")
    func ignored() throws {
        // Without dropout on the embedding, and 'causal' is what it is by default.
        let ids = try ids(
            """
            { name: "a", base: { layers: 1, width: 32 },
              cases: [{}, { embeddingDropout: 0 }, { causal: true }, { batchTokens: 768 },
                      { evaluationStride: 64 }, { evaluateAtStart: true }, { variant: "standard" },
                      { schedule: "constant", minLearningRate: 0 },
                      { schedule: "constant", minLearningRate: 0.0001 },
                      { metrics: [] }, { length: null }, { test: null }, { length: 1002522 },
                      { validation: 100253 }] }
            """)
        #expect(Set(ids.prefix(7)).count == 1)
        #expect(Set(ids.suffix(5)) == [ids[0]])
        #expect(ids[7] == ids[8])
        #expect(ids[0] != ids[7])
    }

    @Test("everything that changes the result makes another trial")
    func parts() throws {
        let ids = try ids(
            """
            { name: "a", base: { layers: 1, width: 32 },
              cases: [{}, { seed: 2 }, { steps: 100 }, { learningRate: 0.01 }, { heads: 2 },
                      { dropout: 0.1 }, { batch: 13 }, { patience: 2 }, { evaluateEvery: 10 },
                      { evaluationStride: 32 }, { weightDecay: 0 }, { beta2: 0.9 },
                      { gradientClip: 0 }, { initialization: "torch" }, { activation: "relu" },
                      { predict: "last" }, { causal: false }, { variant: "soft-window" },
                      { variant: "bottleneck" }, { variant: "bottleneck(divisor=4)" },
                      { validation: 0.2 }, { padding: true }, { tokenizer: "byte" },
                      { epochs: 1 }, { evaluateAtStart: false }, { normEpsilon: 0.001 },
                      { bias: true }, { precision: "bf16" }, { readoutBias: true },
                      { queryKeyValueBias: true }, { bias: true, queryKeyValueBias: false },
                      { metrics: ["training"] }, { metrics: ["training", "confidence"] },
                      { length: 900000 }, { test: 0.1 }, { test: 1000 }, { validation: 1000 }] }
            """)
        #expect(Set(ids).count == ids.count)
    }

    @Test("a key that is new leaves trials that do not ask for it their identity")
    func earlier() throws {
        let base = "layers: 1, width: 32, steps: 1"
        // As it was before there was a precision.
        #expect(try ids("{ name: 'a', base: { \(base) } }") == ["ed56e66c96e2c9ad"])
        #expect(
            try ids("{ name: 'a', base: { \(base), precision: 'fp32' } }") == ["ed56e66c96e2c9ad"])
        // As it was before queries, keys, values and the readout had offsets of their own.
        #expect(
            try ids(
                "{ name: 'a', base: { \(base), queryKeyValueBias: false, readoutBias: false } }")
                == ["ed56e66c96e2c9ad"])
    }

    @Test("an epoch between evaluations is the same left out and written as steps")
    func epoch() throws {
        let base = "layers: 1, width: 32, batch: 4096, epochs: 2"
        let sweep = try PreparedSweep(try sweepPlan("{ name: 'a', base: { \(base) } }"))
        let trial = try #require(sweep.trials.first)
        let steps = trial.config.stepsPerEpoch(
            trainTokens: trial.corpus.split.training.count)
        #expect(steps == 221, "902,269 tokens have 902,205 windows")
        let written = try ids(
            """
            { name: 'a', base: { \(base) }, cases: [
              { evaluateEvery: \(steps) }, { evaluateEvery: \(steps + 1) },
              { evaluateEvery: \(2 * steps) }] }
            """)
        #expect(written[0] == trial.id)
        #expect(Set(written).count == 3)
    }

    @Test("cells that only record differently are one trial, which records all that any asks for")
    func recordings() throws {
        func trials(_ variants: String) throws -> [String] {
            let plan = try sweepPlan(
                """
                { name: 'a', base: { layers: 1, width: 32, steps: 1 },
                  grid: { variant: [\(variants)], seed: [1, 2] } }
                """)
            return try PreparedSweep(plan).trials.map(\.config.variant.name)
        }
        #expect(
            try trials("'standard', 'score-probes'") == ["score-probes", "score-probes"])
        #expect(
            try trials("'score-probes', 'standard'") == ["score-probes", "score-probes"])
        #expect(
            try trials("'soft-window', 'standard', 'soft-window+score-probes'")
                == ["soft-window+score-probes", "standard"]
                + ["soft-window+score-probes", "standard"])
        #expect(
            try ids("{ name: 'a', base: { layers: 1, variant: 'score-probes' } }")
                == ids("{ name: 'a', base: { layers: 1 } }"), "what is recorded decides no result")
    }

    @Test("the order in which metrics are listed, and the columns of a table, are not part of it")
    func metrics() throws {
        let ids = try ids(
            """
            { name: "a", base: { layers: 1, width: 32 },
              cases: [{ metrics: ["training", "confidence"] },
                      { metrics: ["confidence", "training"] }] }
            """)
        #expect(ids[0] == ids[1])
        let shown = try self.ids(
            "{ name: 'a', columns: ['accuracy'], base: { layers: 1, width: 32 } }")
        #expect(try shown == self.ids("{ name: 'a', base: { layers: 1, width: 32 } }"))
    }

    @Test("it is 16 hexadecimal digits, and the same in every process")
    func form() throws {
        let id = try #require(try ids("{ name: 'a', base: { layers: 1, width: 32 } }").first)
        #expect(id.count == 16)
        #expect(id.allSatisfy { $0.isHexDigit })
        #expect(try ids("{ name: 'a', base: { layers: 1, width: 32 } }") == [id])
    }

    @Test("the same text under another path is the same data")
    func data() throws {
        try TemporaryFolder.with { root in
            let text = Data(String(repeating: "so it goes, ", count: 200).utf8)
            let paths = ["a.txt", "b.txt"].map { root.appendingPathComponent($0) }
            for path in paths { try text.write(to: path) }
            let both = try paths.flatMap {
                try ids(
                    "{ name: 'a', data: { corpus: '\($0.path)' }, base: { layers: 1, width: 32 } }")
            }
            #expect(both[0] == both[1])
            try (text + Data("!".utf8)).write(to: paths[1])
            let changed = try ids(
                "{ name: 'a', data: { corpus: '\(paths[1].path)' }, base: { layers: 1, width: 32 } }"
            )
            #expect(changed[0] != both[0])
        }
    }

    private func ids(_ text: String) throws -> [String] {
        try PreparedSweep(try sweepPlan(text)).cellTrials
    }
}
