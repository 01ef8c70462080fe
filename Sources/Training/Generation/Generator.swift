package import Corpora
package import Tensors
package import Transformer

/// Continues texts with a trained model.
///
/// Each token takes a run over the whole block: what a variant keeps of earlier tokens, if anything
/// could be kept, is not known.
package final class Generator {
    /// How many samples are written side by side, as rows of one batch.
    package let rows: Int
    private let model: ModelConfig
    private let tokenizer: Tokenizer
    private let executor: any Executor

    /// Batches are of about this many tokens, which suits caches, and takes no more memory than an
    /// evaluation does; the sizes alone decide.
    private static let tokensPerBatch = 1024

    /// How many of some samples are best written side by side, so that no batch is half empty.
    package static func rows(samples: Int, blockSize: Int) -> Int {
        let most = max(1, tokensPerBatch / blockSize)
        let batches = max(1, (samples + most - 1) / most)
        return (samples + batches - 1) / batches
    }

    /// A generator for a model and its parameters.
    ///
    /// - Throws: `GenerationError.notCausal`, and what tracing throws.
    package init(
        _ model: ModelConfig, _ variant: Composition, tokenizer: Tokenizer, rows: Int = 1,
        parameters: (Graph) throws -> ParameterVector,
        makeExecutor: ExecutorFactory = cpuExecutors()
    ) throws {
        guard model.causal || model.predict == .last else { throw GenerationError.notCausal }
        self.model = model
        self.tokenizer = tokenizer
        self.rows = rows
        let traced = try trace(model, variant, batch: rows, purpose: .inference)
        executor = try makeExecutor(traced.graph, parameters(traced.graph), nil)
    }

    /// A generator for a checkpoint.
    ///
    /// - Parameters:
    ///   - variant: What the catalogue resolves the checkpoint's variant to.
    ///   - makeExecutor: By default, compiled programs in the precision of the training.
    /// - Throws: `GenerationError`, `SafeTensorsError`, and what tracing throws.
    package convenience init(
        _ checkpoint: Checkpoint, _ variant: Composition, rows: Int = 1,
        makeExecutor: ExecutorFactory? = nil
    ) throws {
        try self.init(
            checkpoint.model, variant, tokenizer: checkpoint.tokenizer, rows: rows,
            parameters: { try checkpoint.parameters(for: $0) },
            makeExecutor: makeExecutor ?? cpuExecutors(precision: checkpoint.training.precision))
    }

    /// The continuation of a prompt by so many tokens: the first of `samples`, as text.
    ///
    /// - Throws: As `samples`.
    package func generate(
        prompt: String, tokens count: Int, options: SamplingOptions
    ) throws -> String {
        tokenizer.decode(
            try samples(0..<1, prompt: prompt, tokens: count, options: options).joined())
    }

    /// Continuations of a prompt, each of so many tokens.
    ///
    /// A sample depends on the seed and its own number alone, not on the others: its random numbers
    /// are its own, and rows do not mix. With another number of rows, though, products may round
    /// otherwise, by which a token that hangs by a hair can differ.
    ///
    /// An empty prompt stands for the padding token, or where there is none, for a line's end, or
    /// for the first token.
    ///
    /// - Parameters:
    ///   - numbers: The samples by their numbers, from 0.
    ///   - observe: Told each token as soon as it is drawn, with the number of its sample.
    /// - Returns: The tokens of each sample, without the prompt's.
    /// - Throws: `CorpusError.unknownCharacter` for a character outside the vocabulary, and
    ///   `GenerationError`.
    package func samples(
        _ numbers: Range<Int>, prompt: String, tokens count: Int, options: SamplingOptions,
        observe: (_ sample: Int, _ token: Int) -> Void = { _, _ in }
    ) throws -> [[Int]] {
        var start = try tokenizer.encode(prompt).map { Int($0) }
        if start.isEmpty { start = [emptyPrompt] }
        return try samples(
            numbers, after: start, tokens: count, options: options, observe: observe)
    }

    /// The same for a prompt of tokens, at least one.
    ///
    /// - Parameters:
    ///   - checkStop: Called before each token; an error that it throws ends the writing.
    ///   - observe: Told each token as soon as it is drawn, with the number of its sample.
    /// - Throws: `GenerationError`, and what `checkStop` throws.
    package func samples(
        _ numbers: Range<Int>, after start: [Int], tokens count: Int, options: SamplingOptions,
        checkStop: () throws -> Void = {},
        observe: (_ sample: Int, _ token: Int) -> Void = { _, _ in }
    ) throws -> [[Int]] {
        var samples: [[Int]] = []
        for first in stride(from: numbers.lowerBound, to: numbers.upperBound, by: rows) {
            let group = first..<min(first + rows, numbers.upperBound)
            samples += try sideBySide(
                group, start, tokens: count, options, checkStop, observe)
        }
        return samples
    }

    private func sideBySide(
        _ numbers: Range<Int>, _ start: [Int], tokens count: Int, _ options: SamplingOptions,
        _ checkStop: () throws -> Void, _ observe: (Int, Int) -> Void
    ) throws -> [[Int]] {
        let streams = numbers.map {
            RandomStream(seed: options.seed, purpose: .sampling, step: UInt64($0))
        }
        var contexts = numbers.map { _ in start }
        var drawn = numbers.map { _ in Set<Int>() }
        for index in 0..<count {
            try checkStop()
            let scores = try scores(after: contexts)
            for row in contexts.indices {
                guard scores[row].allSatisfy(\.isFinite),
                    let token = options.token(
                        scores[row], drawn: drawn[row],
                        uniform: streams[row].uniform(at: UInt64(index)))
                else { throw GenerationError.notFinite(tokens: start.count + index) }
                contexts[row].append(token)
                drawn[row].insert(token)
                observe(numbers.lowerBound + row, token)
            }
        }
        return contexts.map { Array($0[start.count...]) }
    }

    /// The scores of the tokens that stand for text, after a context that is not empty.
    package func scores(after context: [Int]) throws(GenerationError) -> [Float] {
        try scores(after: [context])[0]
    }

    /// The same for some contexts of one length, at most as many as there are rows.
    package func scores(after contexts: [[Int]]) throws(GenerationError) -> [[Float]] {
        let length = min(model.blockSize, contexts[0].count)
        let missing = model.blockSize - length
        if model.predict == .last, missing > 0, tokenizer.paddingToken == nil {
            throw .shortPrompt(tokens: length, blockSize: model.blockSize)
        }
        // A causal model's scores do not depend on what follows, so any filling will do there; so it
        // will for rows that nobody asks for.
        let filling = [Float](repeating: Float(tokenizer.paddingToken ?? 0), count: missing)
        var tokens: [Float] = []
        for row in 0..<rows {
            let context = contexts[min(row, contexts.count - 1)].suffix(length).map { Float($0) }
            tokens += model.predict == .every ? context + filling : filling + context
        }
        executor.setInput("tokens", to: tokens)
        executor.run(seed: 0, step: 0)
        let logits = executor.output("logits")
        let positions = model.predict == .every ? model.blockSize : 1
        let position = model.predict == .every ? length - 1 : 0
        return contexts.indices.map { row in
            let start = (row * positions + position) * model.vocabulary
            return Array(logits[start..<start + textTokens])
        }
    }

    /// How many tokens stand for text; the padding token comes after them.
    private var textTokens: Int {
        tokenizer.paddingToken ?? tokenizer.vocabularySize
    }

    private var emptyPrompt: Int {
        if let padding = tokenizer.paddingToken { return padding }
        return tokenizer.lineEnd.map { Int($0) } ?? 0
    }
}
