import Charts
import Sweeping

/// The loss of each position of the block, averaged over the seeds of a cell.
struct PositionLosses {
    /// By position, in nats.
    let losses: [Double]
    /// The predictions behind each loss, over all seeds: with an `evaluationStride` below the block
    /// size only a text's first window predicts the first positions.
    let predictions: [Double]

    /// - Parameter analyses: One of each seed; those without losses by position are passed over. Where
    ///   blocks differ in length, the shortest tells how many positions there are.
    init(_ analyses: [TrialAnalysis]) {
        let known = analyses.compactMap { analysis in
            analysis.lossByPosition.map { losses in
                let counts = analysis.predictionsByPosition?.map(Double.init)
                return (losses: losses, counts: counts ?? losses.map { _ in 1 })
            }
        }
        let count = known.map(\.losses.count).min() ?? 0
        losses = (0..<count).map { place in Statistics.mean(known.map { $0.losses[place] }) }
        predictions = (0..<count).map { place in known.reduce(0) { $0 + $1.counts[place] } }
    }

    private init(losses: [Double], predictions: [Double]) {
        self.losses = losses
        self.predictions = predictions
    }

    /// Position by position, as far as both go.
    func less(_ other: PositionLosses) -> PositionLosses {
        PositionLosses(
            losses: zip(losses, other.losses).map { $0 - $1 },
            predictions: zip(predictions, other.predictions).map { min($0, $1) })
    }

    /// Points to draw, at positions counted from 1: neighbors are put together, each weighing as many
    /// predictions as it has, until there are no more than `greatestPointCount` points and each has
    /// `leastPredictionCount` predictions, as far as there are so many.
    var points: [LineSeries.Point] {
        let size = (losses.count + Self.greatestPointCount - 1) / Self.greatestPointCount
        let least = min(Self.leastPredictionCount, predictions.max() ?? 0)
        var points: [LineSeries.Point] = []
        var group = losses.startIndex..<losses.startIndex
        var weight = 0.0
        for place in losses.indices {
            group = group.lowerBound..<(place + 1)
            weight += predictions[place]
            guard group.count >= size, weight >= least else { continue }
            points.append(point(of: group))
            group = group.upperBound..<group.upperBound
            weight = 0
        }
        return group.isEmpty ? points : points + [point(of: group)]
    }

    /// The mean over a range of positions, by the number of predictions, where there are some.
    func mean(over range: Range<Int>) -> Double {
        let sum = zip(losses[range], predictions[range]).reduce(0) { $0 + $1.0 * $1.1 }
        return sum / predictions[range].reduce(0, +)
    }

    private func point(of range: Range<Int>) -> LineSeries.Point {
        let position = Double(range.lowerBound + range.upperBound + 1) / 2
        return LineSeries.Point(position, mean(over: range))
    }

    /// More cannot be told apart in a chart.
    private static let greatestPointCount = 128

    /// The mean of so many losses is known to about a tenth of their spread.
    private static let leastPredictionCount = 100.0
}
