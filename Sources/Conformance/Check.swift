/// One property that every variant must have.
package enum Check: String, Hashable, Sendable, Codable, CaseIterable {
    /// The variant traces, for training, evaluation and inference.
    case trace
    /// Every output is a finite number.
    case finite
    /// The graph's gradients equal finite differences.
    case gradients
    /// No output depends on a later token.
    case causality
    /// An evaluation gives the same bits again.
    case determinism
    /// No row of a batch depends on another.
    case batchRows = "batch-rows"
    /// Every parameter receives a gradient at some size.
    case everyParameter = "every-parameter"
    /// The fast path equals the interpreter.
    case fastPath = "fast-path"
    /// The loss falls on a small task.
    case learning

    /// What a passed check has shown.
    var claim: String {
        switch self {
        case .trace: "the variant traces"
        case .finite: "logits, loss and gradients are finite"
        case .gradients: "gradients equal finite differences"
        case .causality: "no output depends on a later token"
        case .determinism: "evaluation is deterministic"
        case .batchRows: "the rows of a batch are independent"
        case .everyParameter: "every parameter receives a gradient"
        case .fastPath: "the fast path equals the interpreter"
        case .learning: "the loss falls on a small task"
        }
    }
}
