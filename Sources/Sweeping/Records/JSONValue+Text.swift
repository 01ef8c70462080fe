package import Transformer

extension JSONValue {
    /// As a table or a command line shows it: a string without quotation marks, else JSON.
    package var text: String {
        if case .string(let text) = self { text } else { description }
    }
}
