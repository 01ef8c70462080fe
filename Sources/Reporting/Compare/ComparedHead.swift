import Sweeping
import Training

/// Where a head looks, and how widely: means over the trials that were analysed, see
/// `AttentionSummary`. Heads of one seed start alike in both variants; those of different seeds share
/// no more than their place, so that these means say more of a layer than of a head.
package struct ComparedHead: Hashable, Sendable, Encodable {
    /// Both counted from 0.
    package let layer: Int
    package let head: Int
    /// Nil where a variant has no such head, or one without attention weights.
    package let a: Figures?
    package let b: Figures?

    package struct Figures: Hashable, Sendable, Encodable {
        /// In tokens.
        package let distance: Double
        /// In nats.
        package let entropy: Double
    }
}

extension ComparedHead {
    /// The heads of both, in the order of computation.
    static func heads(_ a: [TrialAnalysis], _ b: [TrialAnalysis]) -> [ComparedHead] {
        let sides = (figures(a), figures(b))
        return Set(sides.0.keys).union(sides.1.keys).sorted().map {
            ComparedHead(layer: $0.layer, head: $0.head, a: sides.0[$0], b: sides.1[$0])
        }
    }

    private static func figures(_ analyses: [TrialAnalysis]) -> [Place: Figures] {
        var values: [Place: [Figures]] = [:]
        for summary in analyses.flatMap(\.attention) {
            for (head, (distance, entropy)) in zip(summary.distance, summary.entropy).enumerated() {
                values[Place(layer: summary.layer, head: head), default: []]
                    .append(Figures(distance: distance, entropy: entropy))
            }
        }
        return values.mapValues { figures in
            Figures(
                distance: Statistics.mean(figures.map(\.distance)),
                entropy: Statistics.mean(figures.map(\.entropy)))
        }
    }

    private struct Place: Hashable, Comparable {
        let layer: Int
        let head: Int

        static func < (a: Place, b: Place) -> Bool { (a.layer, a.head) < (b.layer, b.head) }
    }
}
