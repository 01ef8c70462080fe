import Corpora

extension Generator {
    /// A generator for a model that was trained, in the precision of its training.
    ///
    /// - Parameter rows: How many samples are written side by side.
    /// - Throws: `GenerationError.notCausal`, and what tracing throws.
    package convenience init(_ trained: TrainedModel, rows: Int) throws {
        try self.init(
            trained.model, trained.variant, tokenizer: trained.corpus.tokenizer, rows: rows,
            parameters: { _ in trained.parameters }, makeExecutor: trained.makeExecutor)
    }
}
