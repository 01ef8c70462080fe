import Reporting
import Testing

@Suite("Statistics")
struct StatisticsTests {
    @Test("the 95% half-width of three losses equals SciPy's")
    func halfWidth() throws {
        // scipy.stats.t.interval(0.95, 2, scale=scipy.stats.sem([1.9168, 1.9100, 1.9130]))
        let found = try #require(Statistics.confidenceHalfWidth([1.9168, 1.9100, 1.9130]))
        #expect(abs(found - 0.008465529232433608) < 1e-12)
    }

    @Test("a single value has no deviation and no interval")
    func single() throws {
        #expect(Statistics.sampleDeviation([2]) == nil)
        let mean = try #require(SampleMean([2]))
        #expect(mean.mean == 2 && mean.halfWidth == nil && mean.count == 1)
        #expect(SampleMean([]) == nil)
    }

    @Test("equal values have an interval of no width")
    func equal() {
        #expect(Statistics.confidenceHalfWidth([0.5, 0.5, 0.5]) == 0)
    }

    @Test("the interval holds the true mean in about 95 of 100 samples")
    func coverage() throws {
        var state: UInt64 = 1
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        // The sum of twelve uniform values less six is normal enough, with mean 0.
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
        let held = try (0..<4000).count { _ in
            let mean = try #require(SampleMean([normal(), normal(), normal()]))
            return abs(mean.mean) <= (mean.halfWidth ?? 0)
        }
        #expect((3740...3860).contains(held))
    }
}
