/// How far one computed tensor lies from its recorded values.
package struct ParityComparison: Hashable, Sendable, Codable {
    /// `logits`, `loss`, or `grad.` and a parameter's name, as the file spells it.
    package let tensor: String
    /// The tensor's axes.
    package let shape: [Int]
    /// The largest difference of two elements, over the largest recorded magnitude; the difference
    /// itself where that magnitude is below 1e-8. Nil where a computed value is not finite.
    package let difference: Double?
    /// The largest recorded magnitude.
    package let largestReference: Double
    /// The row-major place of the element that differs most.
    package let worstElement: Int
    /// Whether the difference is within the tolerance.
    package let passed: Bool

    /// Recorded magnitudes below this are noise, and differences from them are taken as they are.
    static let smallestReference = 1e-8

    /// Compares as many computed values as recorded ones, of which there is at least one.
    init(
        tensor: String, shape: [Int], computed: [Float], reference: [Float], tolerance: Double
    ) {
        var largest = 0.0
        var worst = (element: 0, difference: 0.0)
        for (element, (a, b)) in zip(computed, reference).enumerated() {
            if b.isFinite { largest = max(largest, Double(b.magnitude)) }
            let difference = abs(Double(a) - Double(b))
            // Once a difference is not a number, it stays the worst.
            if difference.isNaN || difference > worst.difference { worst = (element, difference) }
            if difference.isNaN { break }
        }
        let scaled =
            largest < Self.smallestReference
            ? worst.difference : worst.difference / largest
        self.tensor = tensor
        self.shape = shape
        difference = scaled.isFinite ? scaled : nil
        largestReference = largest
        worstElement = worst.element
        passed = scaled <= tolerance
    }
}
