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
        let stream = RandomStream(seed: seed, purpose: .initialization, name: name)
        switch self {
        case .constant(let value): return [Float](repeating: value, count: count)
        case .normal(let deviation):
            return stream.normals(count: count).map { Float($0 * Double(deviation)) }
        case .uniform(let low, let high):
            return (0..<count).map { low + (high - low) * Float(stream.uniform(at: UInt64($0))) }
        }
    }
}
