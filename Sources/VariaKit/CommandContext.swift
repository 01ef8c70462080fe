import Transformer

/// What every command works with.
struct CommandContext: Sendable {
    /// The variants that exist.
    let catalogue: Catalogue
    let console: Console
}
