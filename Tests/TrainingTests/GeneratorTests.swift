import Corpora
import Foundation
import Tensors
import Testing
import Training
import Transformer
import Variants

@Suite("Generating text")
struct GeneratorTests {
    private func generator(
        _ trial: TinyTrial, rows: Int = 1, seed: UInt64 = 4
    ) throws -> Generator {
        try Generator(
            trial.model, trial.variant, tokenizer: trial.corpus.tokenizer, rows: rows,
            parameters: { ParameterVector(layout: ParameterLayout($0.parameters), seed: seed) })
    }

    @Test("depends on the seed, and on nothing else")
    func determinism() throws {
        let generator = try generator(try TinyTrial())
        func text(_ seed: UInt64) throws -> String {
            try generator.generate(
                prompt: "the", tokens: 40, options: SamplingOptions(seed: seed))
        }
        #expect(try text(1) == text(1))
        #expect(try text(1) != text(2))
        #expect(try text(1).count == 40)
    }

    @Test(
        "samples side by side are those that are written one by one, for every prediction",
        arguments: [Prediction.every, .last])
    func sideBySide(predict: Prediction) throws {
        let trial = try TinyTrial(predict: predict, padding: true)
        let options = try SamplingOptions(temperature: 1.2, repetitionPenalty: 1.1, seed: 3)
        let alone = try generator(trial)
        let expected = try (0..<7).map {
            try alone.samples($0..<$0 + 1, prompt: "the", tokens: 20, options: options)[0]
        }
        #expect(Set(expected).count == 7, "each has random numbers of its own")
        for rows in [2, 3, 7, 9] {
            let together = try generator(trial, rows: rows)
            #expect(
                try together.samples(0..<7, prompt: "the", tokens: 20, options: options)
                    == expected)
            #expect(
                try together.samples(4..<6, prompt: "the", tokens: 20, options: options)
                    == Array(expected[4..<6]))
        }
        #expect(
            try alone.generate(prompt: "the", tokens: 20, options: options)
                == trial.corpus.tokenizer.decode(expected[0]))
    }

    @Test("a repetition penalty is for what was drawn, and not for the prompt")
    func repetitionPenalty() throws {
        let trial = try TinyTrial()
        let generator = try generator(trial)
        let prompt = "the cat sat"
        func greedy(_ penalty: Double, tokens: Int) throws -> [Int] {
            try generator.samples(
                0..<1, prompt: prompt, tokens: tokens,
                options: SamplingOptions(temperature: 0, repetitionPenalty: penalty))[0]
        }
        #expect(try greedy(1e6, tokens: 1) == greedy(1, tokens: 1))
        // Where it is as strong as this, a token comes back only when no positive score is left.
        var expected: [Int] = []
        for _ in 0..<6 {
            let context = try trial.corpus.tokenizer.encode(prompt).map { Int($0) } + expected
            let scores = try generator.scores(after: context)
            let best = scores.indices.filter { !expected.contains($0) && scores[$0] > 0 }
                .max { scores[$0] < scores[$1] }
            expected.append(try #require(best))
        }
        #expect(try greedy(1e6, tokens: 6) == expected)
    }

    @Test("rows are as many as fit into a batch that suits caches, and never more than samples")
    func rows() {
        #expect(Generator.rows(samples: 50, blockSize: 4) == 50)
        #expect(Generator.rows(samples: 50, blockSize: 64) == 13, "4 batches, two rows too many")
        #expect(Generator.rows(samples: 32, blockSize: 64) == 16)
        #expect(Generator.rows(samples: 50, blockSize: 2048) == 1)
        #expect(Generator.rows(samples: 1, blockSize: 8) == 1)
    }

    @Test("a context shorter than the block gives a shorter model's scores")
    func shortContext() throws {
        let trial = try TinyTrial()
        let generator = try generator(trial)
        let context = [3, 1, 4, 1, 5]
        var short = trial.model
        short.blockSize = context.count
        let traced = try trace(short, .standard, batch: 1, purpose: .inference)
        let layout = ParameterLayout(traced.graph.parameters)
        let parameters = ParameterVector(layout: layout, seed: 4)
        // The position table is longer for the longer block; its first rows are the same.
        let executor = InterpretingExecutor(graph: traced.graph, parameters: parameters)
        executor.setInput("tokens", to: context.map { Float($0) })
        executor.run(seed: 0, step: 0)
        let expected = executor.output("logits").suffix(trial.model.vocabulary)
        for (found, expected) in zip(try generator.scores(after: context), expected) {
            #expect(abs(found - expected) < 1e-5)
        }
    }

    @Test("a context longer than the block counts by its end")
    func longContext() throws {
        let generator = try generator(try TinyTrial())
        let context = (0..<20).map { $0 * 7 % 11 }
        #expect(
            try generator.scores(after: context) == generator.scores(after: context.suffix(8)))
    }

    @Test("a model of the last token fills up with padding, and needs it")
    func padding() throws {
        let bare = try generator(try TinyTrial(predict: .last))
        let error = #expect(throws: GenerationError.self) {
            try bare.generate(prompt: "the cat", tokens: 1, options: SamplingOptions())
        }
        #expect(error == .shortPrompt(tokens: 7, blockSize: 8))
        #expect(
            try bare.generate(prompt: "the cat ", tokens: 3, options: SamplingOptions()).count == 3)
        let trial = try TinyTrial(predict: .last, padding: true)
        let padded = try generator(trial)
        let token = try #require(trial.corpus.tokenizer.paddingToken)
        #expect(
            try padded.scores(after: [1, 2])
                == padded.scores(after: [Int](repeating: token, count: 6) + [1, 2]))
        #expect(try padded.scores(after: [1]).count == token, "padding is never drawn")
    }

    @Test("an empty prompt stands for padding, else a line's end, else the first token")
    func emptyPrompt() throws {
        func greedy(_ trial: TinyTrial, _ prompt: String) throws -> String {
            try generator(trial).generate(
                prompt: prompt, tokens: 6, options: SamplingOptions(temperature: 0))
        }
        let lines = try TinyTrial()
        #expect(try greedy(lines, "") == greedy(lines, "\n"))
        var words = lines
        words.corpus = try Corpus(name: "abc", bytes: Array("bcabacbabcabab".utf8))
        #expect(try greedy(words, "") == greedy(words, "a"))
        let padded = try TinyTrial(padding: true)
        let token = try #require(padded.corpus.tokenizer.paddingToken)
        let filled = try generator(padded)
        let scores = try filled.scores(after: [token])
        let greatest = try #require(
            SamplingOptions(temperature: 0).token(scores, uniform: 0))
        #expect(
            try filled.generate(
                prompt: "", tokens: 1, options: SamplingOptions(temperature: 0))
                == padded.corpus.tokenizer.decode([greatest]))
    }

    @Test("an unknown character, a model that sees ahead, and useless weights are sentences")
    func refusals() throws {
        let trial = try TinyTrial()
        #expect(throws: CorpusError.self) {
            try generator(trial).generate(prompt: "€", tokens: 1, options: SamplingOptions())
        }
        var ahead = trial
        ahead.model.causal = false
        #expect(throws: GenerationError.notCausal) { try generator(ahead) }
        let broken = try Generator(
            trial.model, trial.variant, tokenizer: trial.corpus.tokenizer,
            parameters: { graph in
                let vector = ParameterVector(layout: ParameterLayout(graph.parameters))
                vector.elements.update(repeating: .nan)
                return vector
            })
        #expect(throws: GenerationError.notFinite(tokens: 1)) {
            try broken.generate(prompt: "a", tokens: 1, options: SamplingOptions())
        }
    }
}
