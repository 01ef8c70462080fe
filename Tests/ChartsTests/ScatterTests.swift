import Charts
import Foundation
import Testing

@Suite("Pareto front")
struct ScatterTests {
    private static func point(_ x: Double, _ y: Double) -> ScatterChart.Point {
        ScatterChart.Point(x: x, y: y, name: "a", series: "a", style: SeriesStyle(0))
    }

    @Test("the front is what no other point beats, by the definition")
    func definition() {
        for seed in 1...40 {
            let points = (0..<30).map { place -> ScatterChart.Point in
                let mixed = sin(Double(seed * 97 + place * 13)) * 10
                return Self.point((mixed * 7).rounded(), (cos(mixed * 31) * 9).rounded())
            }
            let expected = Set(
                points.filter { one in
                    !points.contains { other in
                        other.x <= one.x && other.y <= one.y && (other.x < one.x || other.y < one.y)
                    }
                })
            let front = ScatterChart.front(of: points)
            #expect(Set(front) == expected)
            #expect(front.count == expected.count)
        }
    }

    @Test("what is not finite is on no front")
    func infinite() {
        let points = [Self.point(1, .nan), Self.point(.infinity, 0), Self.point(2, 2)]
        #expect(ScatterChart.front(of: points) == [Self.point(2, 2)])
        #expect(ScatterChart.front(of: []).isEmpty)
    }
}
