import Reporting
import Testing
import Transformer

@Suite("Noise floor")
struct NoiseFloorTests {
    /// Four seeds of the baseline in each of two cells, and a variant that follows it closely.
    private var sweep: SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for heads in [2, 4] {
            for (index, noise) in [0.0, 0.01, 0.03, 0.02].enumerated() {
                let loss = 1.5 + 0.1 * Double(heads) + noise
                let seed = UInt64(index + 1)
                sweep.add("standard", seed: seed, loss: loss, values: ["heads": .integer(heads)])
                sweep.add(
                    "narrow", seed: seed, loss: loss + 0.001 * Double(index),
                    values: ["heads": .integer(heads)])
            }
        }
        return sweep
    }

    @Test("the deviation is pooled over the baseline's cells, with its interval")
    func deviation() throws {
        let floor = try NoiseFloor(try sweep.results(), table: try sweep.table())
        #expect(floor.cells.map(\.name) == ["standard, heads 2", "standard, heads 4"])
        let expected = try #require(Statistics.sampleDeviation([0, 0.01, 0.03, 0.02]))
        #expect(abs(floor.deviation - expected) < 1e-12 && floor.degreesOfFreedom == 6)
        // chi squared of 6 degrees of freedom: 14.449 and 1.2373.
        #expect(abs(floor.deviationLow / expected - (6 / 14.449375).squareRoot()) < 1e-6)
        #expect(abs(floor.deviationHigh / expected - (6 / 1.2373442).squareRoot()) < 1e-6)
    }

    @Test("pairs tell smaller differences, and more seeds smaller ones still")
    func resolutions() throws {
        let floor = try NoiseFloor(try sweep.results(), table: try sweep.table())
        for resolution in floor.resolutions {
            #expect(try #require(resolution.paired) < resolution.unpaired)
        }
        let unpaired = floor.resolutions.map(\.unpaired)
        #expect(unpaired == unpaired.sorted(by: >))
        #expect(try #require(floor.pairedSeedsNeeded) < #require(floor.seedsNeeded))
        let three = try #require(floor.resolutions.first { $0.seeds == 3 })
        // t of 4 degrees of freedom.
        let expected = 2.7764451051977934 * floor.deviation * (2.0 / 3).squareRoot()
        #expect(abs(three.unpaired - expected) < 1e-9)
    }

    @Test("one seed says nothing of noise, and a sentence says what would")
    func oneSeed() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2)
        let error = #expect(throws: ReportingError.self) {
            try NoiseFloor(try sweep.results(), table: try sweep.table())
        }
        #expect(error?.description.contains("--set seed=[1,2,3,4,5]") == true)
        sweep.baseline = nil
        #expect(throws: ReportingError.noBaseline(sweep: "sample")) {
            try NoiseFloor(try sweep.results(), table: try sweep.table())
        }
    }

    @Test("text and Markdown hold the same figures")
    func text() throws {
        let floor = try NoiseFloor(try sweep.results(), table: try sweep.table())
        #expect(floor.text.contains("0.0129 nats (95%: 0.00832 to 0.0284)"))
        #expect(floor.markdown.contains("| standard, heads 2 | 4 | 1.7150 | 0.0129 |"))
    }
}
