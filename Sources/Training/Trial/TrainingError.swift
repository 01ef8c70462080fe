/// A trial that cannot be.
package enum TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The corpus has more tokens than the model.
    case vocabulary(model: Int, corpus: String, needed: Int)

    /// One sentence.
    package var description: String {
        switch self {
        case .vocabulary(let model, let corpus, let needed):
            "The model's vocabulary is \(model), but the corpus \"\(corpus)\" needs at least "
                + "\(needed)."
        }
    }
}
