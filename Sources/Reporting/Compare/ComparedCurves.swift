import Sweeping
import Training

/// The validation losses of two variants over training: means over the pairs, at each step at which
/// all of their trials were evaluated.
package struct ComparedCurves: Hashable, Sendable, Encodable {
    /// The number of pairs.
    package let pairs: Int
    /// Optimiser's steps.
    package let steps: [Int]
    /// In nats, one for each step.
    package let a: [Double]
    package let b: [Double]
    package let difference: [Double]
}

extension ComparedCurves {
    /// The curves of pairs of trials; nil where there is no step that all share.
    init?(_ pairs: [(a: [EvaluationRecord], b: [EvaluationRecord])]) {
        let sides = (pairs.map { Self.losses($0.a) }, pairs.map { Self.losses($0.b) })
        let all = sides.0 + sides.1
        guard let first = all.first else { return nil }
        let steps = first.keys.filter { step in all.allSatisfy { $0[step] != nil } }.sorted()
        guard !steps.isEmpty else { return nil }
        func mean(_ losses: [[Int: Double]]) -> [Double] {
            steps.map { step in Statistics.mean(losses.compactMap { $0[step] }) }
        }
        let (a, b) = (mean(sides.0), mean(sides.1))
        self.init(
            pairs: pairs.count, steps: steps, a: a, b: b, difference: zip(a, b).map { $1 - $0 })
    }

    private static func losses(_ records: [EvaluationRecord]) -> [Int: Double] {
        records.reduce(into: [:]) { $0[$1.step] = $1.validationLoss }
    }
}
