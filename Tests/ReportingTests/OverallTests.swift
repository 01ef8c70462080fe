import Reporting
import Sweeping
import Testing
import Transformer

@Suite("Across cells")
struct OverallTests {
    /// `narrow` is better in all cells but one, of so many.
    private func sweep(cells: Int) -> SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for cell in 1...cells {
            for seed in 1...3 as ClosedRange<UInt64> {
                let loss = 2 - 0.01 * Double(cell) + 0.1 * Double(seed)
                let values = ["heads": JSONValue.integer(cell)]
                sweep.add("standard", seed: seed, loss: loss, values: values)
                let gain = cell == 1 ? -0.001 : 0.01 * Double(cell)
                sweep.add("narrow", seed: seed, loss: loss - gain, values: values)
            }
        }
        return sweep
    }

    @Test("variants are ranked over cells, and tested from six cells on")
    func ranks() throws {
        let overall = try #require(try sweep(cells: 6).table().overall)
        #expect(
            overall.cellCount == 6 && overall.variants.map(\.variant) == ["narrow", "standard"])
        #expect(overall.variants.map(\.bestCells) == [5, 1])
        #expect(abs(overall.variants[0].meanRank - 7.0 / 6) < 1e-12)
        // One of six signs is wrong, and its difference is the least: 2 * 2 of 2^6 choices.
        #expect(overall.variants[0].test?.p == 4.0 / 64)
        #expect(overall.variants[1].test == nil, "the baseline is not tested against itself")
        #expect(try sweep(cells: 5).table().overall?.variants[0].test == nil)
        #expect(try sweep(cells: 1).table().overall == nil)
    }

    @Test("cells that lack a variant are left out of the ranks")
    func gaps() throws {
        var sweep = sweep(cells: 3)
        sweep.add("standard", seed: 1, loss: 1, values: ["heads": .integer(9)])
        #expect(try sweep.table().overall?.cellCount == 3)
    }

    @Test("axes explain what they make, and seeds the noise that all cells share")
    func importance() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "dropout", "seed"])
        for (heads, a) in [(2, 0.0), (4, 0.3)] {
            for (variant, b) in [("standard", 0.0), ("narrow", 0.1)] {
                for seed in 1...3 as ClosedRange<UInt64> {
                    sweep.add(
                        variant, seed: seed, loss: 2 + a + b + 0.01 * Double(seed),
                        values: ["heads": .integer(heads), "dropout": .number(0)])
                }
            }
        }
        let importance = try #require(try sweep.table().importance)
        #expect(importance.shares.map(\.axis) == ["heads", "variant", "seed"])
        // Sums of squares: 12 of 0.15^2, 12 of 0.05^2, 8 of 0.01^2.
        let parts = [12 * 0.0225, 12 * 0.0025, 8 * 0.0001]
        let total = parts.reduce(0, +)
        for (share, part) in zip(importance.shares, parts) {
            #expect(abs(share.share - part / total) < 1e-9)
        }
        #expect(abs(importance.explained - 1) < 1e-9 && importance.trialCount == 12)
    }

    @Test("what a case decides is explained by the case")
    func confounded() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for seed in 1...3 as ClosedRange<UInt64> {
            for (label, variant, loss) in [
                ("a", "standard", 2.0), ("b", "standard", 1.9), ("c", "narrow", 1.0),
            ] {
                sweep.add(variant, seed: seed, loss: loss + 0.001 * Double(seed), label: label)
            }
        }
        let importance = try #require(try sweep.table().importance)
        #expect(importance.shares.map(\.axis) == ["case", "seed"])
        #expect(importance.shares[0].share > 0.99)
    }

    @Test("numbers of many values are taken in groups, so that a search explains something")
    func groups() throws {
        var sweep = SampleSweep(axes: ["variant", "learningRate", "seed"])
        for index in 1...60 {
            sweep.add(
                "standard", seed: 1, loss: 2 - 0.01 * Double(index),
                values: ["learningRate": .number(Double(index) * 1e-4)])
        }
        let importance = try #require(try sweep.table().importance)
        #expect(importance.shares.map(\.axis) == ["learningRate"])
        #expect(importance.explained > 0.9 && importance.explained < 0.99)
    }

    @Test("the best of many equal rows owes its lead to chance, a real one does not")
    func selection() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        let noise = [[0.0, 0.02, 0.04], [0.03, -0.01, 0.02], [0.05, 0.01, -0.02]]
        for (heads, losses) in noise.enumerated() {
            for (seed, loss) in losses.enumerated() {
                sweep.add(
                    "standard", seed: UInt64(seed), loss: 2 + loss,
                    values: ["heads": .integer(heads)])
            }
        }
        let chance = try #require(try sweep.table().selection)
        // Means 0.02, 0.0133, 0.0133: without each seed in turn others are chosen.
        #expect(chance.configurationCount == 3 && chance.seedCount == 3)
        #expect(chance.optimism > 0.01)
        for seed in 0...2 {
            sweep.add(
                "standard", seed: UInt64(seed), loss: 1.5 + 0.001 * Double(seed),
                values: ["heads": .integer(7)])
        }
        let real = try #require(try sweep.table().selection)
        #expect(real.best == "standard, heads 7" && abs(real.optimism) < 1e-12)
        #expect(try sweep.table().notes.contains { $0.contains("The best of 4 rows") })
        sweep.add("standard", seed: 0, loss: 1, values: ["heads": .integer(8)])
        #expect(try sweep.table().selection?.leftOutCount == 1)
    }
}
