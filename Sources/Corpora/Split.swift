/// A corpus cut in two contiguous parts: training first, then validation.
package struct Split: Hashable, Sendable {
    /// One of the two parts.
    package enum Part: String, CaseIterable, Sendable {
        case training, validation
    }

    package let training: Range<Int>
    package let validation: Range<Int>

    /// Gives the first floor(count (1 - fraction)) tokens to training, as nanoGPT does.
    ///
    /// - Throws: `CorpusError.validationFraction` unless 0 < fraction < 1.
    package init(count: Int, validation fraction: Double = 0.1) throws(CorpusError) {
        guard fraction > 0, fraction < 1 else { throw .validationFraction(fraction) }
        let border = Int(Double(count) * (1 - fraction))
        training = 0..<border
        validation = border..<count
    }

    /// The positions of a part in the corpus.
    package subscript(part: Part) -> Range<Int> {
        switch part {
        case .training: training
        case .validation: validation
        }
    }
}
