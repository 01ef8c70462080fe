package import Corpora
package import Tensors
package import Transformer

/// Continues a text with a trained model.
package final class Generator {
    private let model: ModelConfig
    private let tokenizer: Tokenizer
    private let executor: any Executor

    /// A generator for a model and its parameters.
    ///
    /// - Throws: `GenerationError.notCausal`, and what tracing throws.
    package init(
        _ model: ModelConfig, _ variant: Composition, tokenizer: Tokenizer,
        parameters: (Graph) throws -> ParameterVector,
        makeExecutor: ExecutorFactory = cpuExecutors()
    ) throws {
        guard model.causal || model.predict == .last else { throw GenerationError.notCausal }
        self.model = model
        self.tokenizer = tokenizer
        let traced = try trace(model, variant, batch: 1, purpose: .inference)
        executor = try makeExecutor(traced.graph, parameters(traced.graph), nil)
    }

    /// A generator for a checkpoint.
    ///
    /// - Parameters:
    ///   - variant: What the catalogue resolves the checkpoint's variant to.
    ///   - makeExecutor: By default, compiled programs in the precision of the training.
    /// - Throws: `GenerationError`, `SafeTensorsError`, and what tracing throws.
    package convenience init(
        _ checkpoint: Checkpoint, _ variant: Composition, makeExecutor: ExecutorFactory? = nil
    ) throws {
        try self.init(
            checkpoint.model, variant, tokenizer: checkpoint.tokenizer,
            parameters: { try checkpoint.parameters(for: $0) },
            makeExecutor: makeExecutor ?? cpuExecutors(precision: checkpoint.training.precision))
    }

    /// The continuation of a prompt by so many tokens. The same seed gives the same text.
    ///
    /// An empty prompt stands for the padding token, or where there is none, for a line's end, or
    /// for the first token.
    ///
    /// - Parameter observe: Called with each token as it is drawn.
    /// - Throws: `CorpusError.unknownCharacter` for a character outside the vocabulary, and
    ///   `GenerationError`.
    package func generate(
        prompt: String, tokens count: Int, options: SamplingOptions,
        observe: (Int) -> Void = { _ in }
    ) throws -> String {
        var context = try tokenizer.encode(prompt).map { Int($0) }
        if context.isEmpty { context = [emptyPrompt] }
        let start = context.count
        let random = RandomStream(seed: options.seed, purpose: .sampling)
        for index in 0..<count {
            let scores = try scores(after: context)
            guard scores.allSatisfy(\.isFinite),
                let token = options.token(scores, uniform: random.uniform(at: UInt64(index)))
            else { throw GenerationError.notFinite(tokens: context.count) }
            context.append(token)
            observe(token)
        }
        return tokenizer.decode(context[start...])
    }

    /// The scores of the tokens that stand for text, after a context that is not empty.
    package func scores(after context: [Int]) throws(GenerationError) -> [Float] {
        let blockSize = model.blockSize
        var block = context.suffix(blockSize).map { Float($0) }
        let missing = blockSize - block.count
        let row: Int
        switch model.predict {
        case .every:
            // A causal model's scores do not depend on what follows, so any filling will do.
            row = block.count - 1
            block += [Float](repeating: 0, count: missing)
        case .last:
            guard missing == 0 || tokenizer.paddingToken != nil else {
                throw .shortPrompt(tokens: block.count, blockSize: blockSize)
            }
            row = 0
            block = [Float](repeating: Float(tokenizer.paddingToken ?? 0), count: missing) + block
        }
        executor.setInput("tokens", to: block)
        executor.run(seed: 0, step: 0)
        let logits = executor.output("logits")
        let start = row * model.vocabulary
        return Array(logits[start..<start + textTokens])
    }

    /// How many tokens stand for text; the padding token comes after them.
    private var textTokens: Int {
        tokenizer.paddingToken ?? tokenizer.vocabularySize
    }

    private var emptyPrompt: Int {
        if let padding = tokenizer.paddingToken { return padding }
        let newline = (try? tokenizer.encode("\n"))?.first
        return newline.map { Int($0) } ?? 0
    }
}
