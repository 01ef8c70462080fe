import Transformer

/// How the number of a model's parameters, and the ratio of those of the blocks to those of the
/// readout, change with one of its sizes, all others as they are: partial derivatives.
///
/// They are made of the counts of traced models nearby, by steps that are exact where the counts
/// are polynomials of the second degree in the size. By the width they are that where the divisors
/// of narrow layers divide it; elsewhere those layers' units are rounded, and what the counts of
/// the nearest widths give is marked as not exact. The members of its JSON are stable.
struct ParameterSlope: Encodable, Equatable {
    /// The key of the size.
    let key: String
    /// The values of the key whose counts they are made of; one alone where no other can be.
    let sizes: [Int]
    /// By which the number of all parameters grows for each unit; nil where no other size can be.
    let total: Double?
    /// Whether the counts follow the size smoothly; otherwise the slopes are those between the
    /// sizes, at which narrow layers are rounded each in its own way.
    let isExact: Bool
    /// By which blocks/readout grows for each unit; nil also where the readout has no parameters.
    let blocksToReadout: Double?

    /// The slopes by layers, width, block size and vocabulary.
    ///
    /// - Throws: What counting the model itself throws.
    static func all(_ config: ModelConfig, _ variant: Composition) throws -> [ParameterSlope] {
        let counts = try parameterCounts(config, variant)
        let isEven = variant.narrowsEvenly(config.width)
        let widthStep = isEven ? variant.widthStep(heads: config.heads) : config.heads
        let sizes: [(String, WritableKeyPath<ModelConfig, Int>, Int, Int)] = [
            ("layers", \.layers, 1, ModelConfig.mostLayers),
            ("width", \.width, widthStep, ModelConfig.largestSize),
            ("blockSize", \.blockSize, 1, ModelConfig.largestSize),
            ("vocabulary", \.vocabulary, 1, ModelConfig.largestVocabulary),
        ]
        return sizes.map { key, path, step, largest in
            ParameterSlope(
                key: key, counts, at: config[keyPath: path], step: step,
                isExact: path != \.width || isEven
            ) { size in
                guard (1...largest).contains(size) else { return nil }
                var model = config
                model[keyPath: path] = size
                // A size that the variant cannot have is none to step to.
                return try? parameterCounts(model, variant)
            }
        }
    }

    /// - Parameter count: The counts at another size; nil where there is no such model.
    init(
        key: String, _ here: ParameterCounts, at size: Int, step: Int, isExact: Bool = true,
        count: (Int) -> ParameterCounts?
    ) {
        self.isExact = isExact
        let difference = Difference(here, at: size, step: step, count: count)
        func slope(_ part: KeyPath<ParameterCounts, Int>) -> Double? {
            difference.map { difference in
                difference.terms.reduce(0) {
                    $0 + $1.weight * Double($1.counts[keyPath: part] - here[keyPath: part])
                }
            }
        }
        self.key = key
        sizes = difference?.terms.map(\.size).sorted() ?? [size]
        total = slope(\.total)
        let (blocks, readout) = (Double(here.blocks), Double(here.readout))
        if let ofBlocks = slope(\.blocks), let ofReadout = slope(\.readout), here.readout > 0 {
            blocksToReadout = (ofBlocks * readout - blocks * ofReadout) / (readout * readout)
        } else {
            blocksToReadout = nil
        }
    }

    /// A derivative as a weighted sum of differences from the value at hand.
    private struct Difference {
        struct Term {
            let size: Int
            let counts: ParameterCounts
            let weight: Double
        }

        let terms: [Term]

        /// Central where both neighbours exist; otherwise over two steps to one side, which is as
        /// exact; otherwise over the one step that can be made. Nil where none can.
        init?(
            _ here: ParameterCounts, at size: Int, step: Int, count: (Int) -> ParameterCounts?
        ) {
            func term(_ steps: Int) -> (size: Int, counts: ParameterCounts)? {
                let (reach, isTooFar) = step.multipliedReportingOverflow(by: steps)
                guard !isTooFar else { return nil }
                return count(size + reach).map { (size + reach, $0) }
            }
            func weighted(
                _ term: (size: Int, counts: ParameterCounts), _ weight: Double
            ) -> Term { Term(size: term.size, counts: term.counts, weight: weight / Double(step)) }
            let (above, below) = (term(1), term(-1))
            if let above, let below {
                terms = [weighted(below, -0.5), weighted(above, 0.5)]
                return
            }
            guard let near = above ?? below else { return nil }
            let side = above == nil ? -1 : 1
            guard let far = term(2 * side) else {
                terms = [weighted(near, Double(side))]
                return
            }
            terms = [weighted(near, 2 * Double(side)), weighted(far, -0.5 * Double(side))]
        }
    }
}
