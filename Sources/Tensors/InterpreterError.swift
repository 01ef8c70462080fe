/// Why the interpreter could not run a graph.
package enum InterpreterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value given from outside.
    package enum Leaf: String, Hashable, Sendable { case input, parameter }

    /// The graph uses a value that was not given.
    case missing(Leaf, name: String, shape: Shape)
    /// A value was given with another number of elements than its shape has.
    case wrongCount(Leaf, name: String, found: Int, shape: Shape)
    /// An index is not a whole number in 0..<count.
    case indexOutOfRange(operation: String, index: Double, count: Int)

    /// One sentence.
    package var description: String {
        switch self {
        case .missing(let leaf, let name, let shape):
            "The \(leaf) '\(name)' of shape \(shape) was not given."
        case .wrongCount(let leaf, let name, let found, let shape):
            "The \(leaf) '\(name)' has \(found) values, but its shape \(shape) takes "
                + "\(shape.count)."
        case .indexOutOfRange(let operation, let index, let count):
            "The \(operation) was given the index \(index); it takes whole numbers from 0 to "
                + "\(count - 1)."
        }
    }
}
