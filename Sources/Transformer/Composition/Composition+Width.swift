extension Composition {
    /// The step by which a width can change with all layers changing in proportion: a multiple of
    /// the number of heads and of the divisors by which members narrow it. It holds for widths that
    /// `narrowsEvenly`.
    package func widthStep(heads: Int) -> Int { divisors.reduce(heads, Self.leastCommonMultiple) }

    /// Whether every divisor by which members narrow a width divides it. Elsewhere the units of
    /// narrow layers are rounded, and are no polynomial of the width.
    package func narrowsEvenly(_ width: Int) -> Bool {
        divisors.allSatisfy { width.isMultiple(of: $0) }
    }

    private var divisors: [Int] {
        members.compactMap { ($0.options as? any NarrowingOptions)?.divisor }
    }

    private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
        var (divisor, rest) = (a, b)
        while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
        let product = (a / divisor).multipliedReportingOverflow(by: b)
        // No width is so large, whatever else is asked.
        return product.overflow ? .max : product.partialValue
    }
}
