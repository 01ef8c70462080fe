package import Corpora

/// Shows a text while a model writes it.
package struct SampleStream {
    private let prompt: String
    private let tokenizer: Tokenizer
    private let write: (String) -> Void
    private var hasBegun = false
    /// Tokens whose text is yet to be shown.
    private var pending: [Int] = []

    /// - Parameters:
    ///   - prompt: What the text goes on from, shown with its first token.
    ///   - write: Shows a piece of the text.
    package init(prompt: String, _ tokenizer: Tokenizer, write: @escaping (String) -> Void) {
        self.prompt = prompt
        self.tokenizer = tokenizer
        self.write = write
    }

    /// Takes the next token.
    package mutating func add(_ token: Int) {
        pending.append(token)
        // Bytes make up characters together, of which one may not be whole yet; but none goes on
        // past a byte of ASCII, whatever stood before it.
        if tokenizer.kind == .character || token < 0x80 { flush() }
    }

    /// Shows what is left, and ends the line.
    package mutating func end() {
        flush()
        write("\n")
    }

    private mutating func flush() {
        if !hasBegun { write(prompt) }
        hasBegun = true
        write(tokenizer.decode(pending))
        pending = []
    }
}
