/// A variant asked for an operation that cannot be.
public struct TraceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who was being traced, outermost first.
    public let context: [String]
    /// The operation, as an author knows it.
    public let operation: String
    /// The shapes of its operands.
    public let shapes: [Shape]
    /// What was wrong, and what would be right.
    public let reason: String

    package init(context: [String], operation: String, shapes: [Shape], reason: String) {
        self.context = context
        self.operation = operation
        self.shapes = shapes
        self.reason = reason
    }

    /// One sentence.
    public var description: String {
        let place = context.isEmpty ? "" : context.joined(separator: ", ") + ": "
        let operands = shapes.map(\.description).joined(separator: " and ")
        return place + operation + (shapes.isEmpty ? ": " : " of \(operands): ") + reason + "."
    }
}

/// A shape rule that does not hold; the builder adds where and with which operands.
struct ShapeError: Error { let reason: String }
