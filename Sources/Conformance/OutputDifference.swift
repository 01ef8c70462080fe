import Tensors

/// Where the outputs of the fast path lie furthest from the interpreter's.
package struct OutputDifference {
    package private(set) var output = ""
    package private(set) var element = 0
    package private(set) var fast = 0.0
    package private(set) var exact = 0.0
    /// Over the output's largest value; infinite where a value is missing or not finite.
    package private(set) var ratio = 0.0

    package init(fast: [String: [Float]], exact: [String: [Double]]) {
        let gradientPrefix = Graph.gradientName(of: "")
        let greatestGradient =
            exact.filter { $0.key.hasPrefix(gradientPrefix) }
            .map { Self.greatestMagnitude($0.value) }.max() ?? 0
        for (output, values) in exact.sorted(by: { $0.key < $1.key }) {
            // What cancels exactly in Double leaves rounding in Float, in proportion to its terms.
            let isGradient = output.hasPrefix(gradientPrefix)
            let noise = max(1e-6, isGradient ? 1e-3 * greatestGradient : 0)
            let scale = max(Self.greatestMagnitude(values), noise)
            let found = fast[output] ?? []
            for (element, exact) in values.enumerated() {
                let fast = element < found.count ? Double(found[element]) : .nan
                let ratio = abs(fast - exact) / scale
                guard !(ratio <= self.ratio) else { continue }
                self.ratio = ratio.isFinite ? ratio : .infinity
                self.output = output
                self.element = element
                self.fast = fast
                self.exact = exact
            }
        }
    }

    private static func greatestMagnitude(_ values: [Double]) -> Double {
        values.reduce(0) { max($0, $1.magnitude) }
    }
}
