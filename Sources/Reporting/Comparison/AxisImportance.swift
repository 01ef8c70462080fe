import Sweeping
import Transformer

/// How much of the variance of the best validation losses of a sweep's trials each axis explains.
package struct AxisImportance: Hashable, Sendable {
    /// One axis and its share.
    package struct Share: Hashable, Sendable {
        /// The key, such as `heads` or `seed`; `case` for the labels of cases.
        package let axis: String
        /// Between 0 and 1: what the axis alone explains.
        package let share: Double
    }

    /// The greatest first. Without the axes whose value another one decides.
    package let shares: [Share]
    /// What all axes explain together, each by itself.
    package let explained: Double
    /// The finished trials.
    package let trialCount: Int

    /// What cannot be told to be one axis' or another's, as they do not vary independently.
    package var inseparable: Double { max(0, explained - shares.reduce(0) { $0 + $1.share }) }

    /// What axes do in combination, and noise.
    package var rest: Double { 1 - explained }

    /// All of these as percentages, which add up to no more than 100.
    var texts: (shares: [String], inseparable: String, rest: String) {
        let texts = NumberText.percents(shares.map(\.share) + [inseparable, rest])
        return (Array(texts.dropLast(2)), texts[texts.count - 2], texts[texts.count - 1])
    }

    /// Numbers of more different values than this are taken in groups of equal size.
    static let greatestLevelCount = 8
    private static let groupCount = 5

    /// - Parameter trials: The loss of each finished trial, with the values of its axes.
    /// - Returns: Nil where no axis has two values, or where there are too few trials to tell.
    init?(_ trials: [(values: [String: JSONValue], loss: Double)]) {
        let varying = Set(trials.flatMap(\.values.keys)).sorted().filter { axis in
            Set(trials.map { $0.values[axis] }).count > 1
        }
        let (axes, factors) = Self.independent(
            varying.map { axis in
                (axis, Self.levels(trials.map { $0.values[axis] }, areQuantities: axis != "seed"))
            })
        guard !axes.isEmpty,
            let effects = MainEffects(
                factors: factors, nested: Set(axes.indices.filter { axes[$0].contains(".") }),
                values: trials.map(\.loss))
        else { return nil }
        shares = zip(axes, effects.shares).map { Share(axis: $0, share: $1) }
            .sorted { ($1.share, $0.axis) < ($0.share, $1.axis) }
        explained = effects.explained
        trialCount = trials.count
    }

    /// Without the axes whose value another axis decides, as the label of a case decides what the
    /// case sets: neither of the two would explain anything alone. Of two that decide each other the
    /// first stays. A variant's option decides nothing: its value tells the variant from all others,
    /// but the effect is the variant's.
    private static func independent(
        _ axes: [(name: String, levels: [Int])]
    ) -> (names: [String], levels: [[Int]]) {
        func decides(_ a: [Int], _ b: [Int]) -> Bool {
            Set(zip(a, b).map { [$0, $1] }).count == Set(a).count
        }
        let kept = axes.indices.filter { place in
            !axes.indices.contains { other in
                other != place
                    && (!axes[other].name.contains(".") || axes[place].name.contains("."))
                    && decides(axes[other].levels, axes[place].levels)
                    && (other < place || !decides(axes[place].levels, axes[other].levels))
            }
        }
        return (kept.map { axes[$0].name }, kept.map { axes[$0].levels })
    }

    /// A whole number for each value, the same for equal values or for those of one group.
    private static func levels(_ values: [JSONValue?], areQuantities: Bool) -> [Int] {
        let numbers = values.map { $0?.numberValue }
        let distinct = Set(values)
        if areQuantities, distinct.count > greatestLevelCount, !numbers.contains(nil) {
            let ranks = Statistics.ranks(numbers.compactMap(\.self))
            return ranks.map { Int(($0 - 0.5) / Double(values.count) * Double(groupCount)) }
        }
        let order = Dictionary(
            uniqueKeysWithValues: distinct.sorted { "\($0?.text ?? "")" < "\($1?.text ?? "")" }
                .enumerated().map { ($1, $0) })
        return values.map { order[$0] ?? 0 }
    }
}
