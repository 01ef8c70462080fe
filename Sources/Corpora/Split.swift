/// A corpus cut in contiguous parts: training first, then validation, then test, if there is one.
package struct Split: Hashable, Sendable {
    /// One of the parts.
    package enum Part: String, CaseIterable, Sendable {
        case training, validation, test
    }

    /// How much of a corpus a part takes.
    package enum Size: Hashable, Sendable {
        /// This fraction of all tokens that are used, rounded up to whole ones.
        case fraction(Double)
        case tokens(Int)
    }

    package let training: Range<Int>
    package let validation: Range<Int>
    /// Empty where there is none.
    package let test: Range<Int>

    /// Gives the last tokens to the test, those before it to validation, and the others to
    /// training; of a fraction alone, the first floor(count (1 - fraction)) to training, as nanoGPT
    /// does.
    ///
    /// - Parameter count: The tokens that are used.
    /// - Throws: `CorpusError.splitSize` unless 0 < fraction < 1 and 1 <= tokens;
    ///   `CorpusError.noTrainingPart` where nothing is left for training.
    package init(
        count: Int, validation: Size = .fraction(0.1), test: Size? = nil
    ) throws(CorpusError) {
        let held = try Self.tokens(validation, of: count, part: .validation)
        let tested = try test.map { size throws(CorpusError) in
            try Self.tokens(size, of: count, part: .test)
        }
        let (sum, overflow) = held.addingReportingOverflow(tested ?? 0)
        // Without a test, an empty training part is too short for a block, and is refused as such.
        guard !overflow, sum < count || (sum == count && tested == nil) else {
            throw .noTrainingPart(count: count, validation: held, test: tested ?? 0)
        }
        let borders = (count - sum, count - (tested ?? 0))
        training = 0..<borders.0
        self.validation = borders.0..<borders.1
        self.test = borders.1..<count
    }

    /// The positions of a part in the corpus.
    package subscript(part: Part) -> Range<Int> {
        switch part {
        case .training: training
        case .validation: validation
        case .test: test
        }
    }

    /// The parts that there are.
    package var parts: [Part] {
        test.isEmpty ? [.training, .validation] : Part.allCases
    }

    private static func tokens(
        _ size: Size, of count: Int, part: Part
    ) throws(CorpusError) -> Int {
        switch size {
        case .fraction(let fraction):
            guard fraction > 0, fraction < 1 else { throw .splitSize(part, size) }
            return count - Int(Double(count) * (1 - fraction))
        case .tokens(let tokens):
            guard tokens >= 1 else { throw .splitSize(part, size) }
            return tokens
        }
    }
}
