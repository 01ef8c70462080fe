extension Composition {
    /// The step by which a model's width can change with all its layers changing in proportion:
    /// a multiple of the number of heads and of the divisors by which members narrow it.
    package func widthStep(heads: Int) -> Int {
        members.compactMap { ($0.options as? any NarrowingOptions)?.divisor }
            .reduce(heads, Self.leastCommonMultiple)
    }

    private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
        var (divisor, rest) = (a, b)
        while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
        let product = (a / divisor).multipliedReportingOverflow(by: b)
        // No width is so large, whatever else is asked.
        return product.overflow ? .max : product.partialValue
    }
}
