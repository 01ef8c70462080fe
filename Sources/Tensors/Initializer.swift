/// How a parameter starts. Values come from the seed, `Parameter.drawnAs` and the element's index
/// alone.
public enum Initializer: Hashable, Sendable {
    /// Every element the same.
    case constant(Float)
    /// Normal with mean 0 and this standard deviation.
    case normal(deviation: Float)
    /// Uniform between two bounds.
    case uniform(from: Float, to: Float)

    /// Every element 0.
    public static let zeros = Initializer.constant(0)
    /// Every element 1.
    public static let ones = Initializer.constant(1)

    /// The initial values of a parameter.
    package func values(count: Int, seed: UInt64, name: String) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]), seed: seed, name: name)
            filled = count
        }
    }

    /// Writes the initial values of a parameter to where it lies: a copy of a large one would be
    /// the most that its process ever takes.
    package func fill(
        _ elements: UnsafeMutableBufferPointer<Float>, seed: UInt64, name: String
    ) {
        let stream = RandomStream(seed: seed, purpose: .initialization, name: name)
        switch self {
        case .constant(let value): elements.initialize(repeating: value)
        case .normal(let deviation):
            stream.normals(count: elements.count) {
                elements.initializeElement(at: $0, to: Float($1 * Double(deviation)))
            }
        case .uniform(let low, let high):
            for index in elements.indices {
                elements.initializeElement(
                    at: index, to: low + (high - low) * Float(stream.uniform(at: UInt64(index))))
            }
        }
    }
}
