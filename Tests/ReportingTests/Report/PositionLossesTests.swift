import Charts
import Sweeping
import Testing

@testable import Reporting

/// Losses by position as the report draws them.
struct PositionLossesTests {
    private func analysis(_ losses: [Double]?, predictions: [Int]? = nil) -> TrialAnalysis {
        TrialAnalysis(
            id: "a", step: 1, lossByPosition: losses, predictionsByPosition: predictions,
            evaluationSeconds: 1)
    }

    @Test("Seeds are averaged position by position, as far as the shortest block goes")
    func seeds() {
        let losses = PositionLosses([
            analysis([1, 2, 3], predictions: [500, 500, 500]), analysis(nil),
            analysis([3, 6], predictions: [500, 500]),
        ])
        #expect(losses.losses == [2, 4])
        #expect(losses.points.map(\.x) == [1, 2])
        #expect(losses.points.map(\.y) == [2, 4])
        #expect(PositionLosses([]).points.isEmpty)
    }

    @Test("Positions with few predictions are put together, each with its weight")
    func fewPredictions() {
        // As with an evaluation stride of 2 in blocks of 4: a single window predicts the first two.
        let losses = PositionLosses([
            analysis([8, 2, 5, 1], predictions: [1, 1, 200, 200])
        ])
        let points = losses.points
        let sum: Double = 8 + 2 + 5 * 200
        let expected: [Double] = [sum / 202, 1]
        #expect(points.map(\.x) == [2, 4])
        #expect(points.map(\.y) == expected)
        #expect(losses.mean(over: 0..<2) == 5)
    }

    @Test("However few predictions there are, every position is in a point")
    func veryFewPredictions() {
        let losses = PositionLosses([analysis([3, 1, 2], predictions: [1, 7, 3])])
        #expect(losses.points.map(\.y) == [1.25, 2])
        let uncounted = PositionLosses([analysis([3, 1, 2])])
        #expect(uncounted.points.map(\.y) == [3, 1, 2])
    }

    @Test("Long blocks have no more than 128 points, at the middle of their positions")
    func longBlock() {
        let losses = PositionLosses([
            analysis(
                (0..<300).map(Double.init), predictions: Array(repeating: 1_000, count: 300))
        ])
        #expect(losses.points.count == 100)
        #expect(losses.points.first?.x == 2)
        #expect(losses.points.first?.y == 1)
        #expect(losses.points.last?.x == 299)
    }

    @Test("A difference counts as many predictions as both have")
    func difference() {
        let own = PositionLosses([analysis([2, 3, 4], predictions: [10, 20, 30])])
        let other = PositionLosses([analysis([1, 1], predictions: [30, 5])])
        let difference = own.less(other)
        #expect(difference.losses == [1, 2])
        #expect(difference.predictions == [10, 5])
    }
}
