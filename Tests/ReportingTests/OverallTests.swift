import Sweeping
import Testing
import Transformer

@testable import Reporting

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

    @Test("cells that lack a variant or a seed are left out of the ranks, and said to be")
    func gaps() throws {
        var sweep = sweep(cells: 3)
        for (variant, seed, status) in [
            ("standard", 1, .finished), ("standard", 2, .finished), ("narrow", 1, .finished),
            ("narrow", 2, .diverged),
        ] as [(String, UInt64, TrialRecord.Status)] {
            sweep.add(variant, seed: seed, loss: 1, status: status, values: ["heads": .integer(9)])
        }
        let table = try sweep.table()
        #expect(table.overall?.cellCount == 3 && table.overall?.leftOutCount == 1)
        #expect(table.notes.contains { $0.contains("over 3 cells (1 more lacks") })
    }

    @Test("variants that compute the same tie, whatever the order of sums")
    func ties() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for cell in 1...8 {
            for seed in 1...7 as ClosedRange<UInt64> {
                let loss = 1.5 + 0.1 * Double(cell) + 0.0137 * Double(seed * seed)
                for variant in ["standard", "narrow"] {
                    sweep.add(variant, seed: seed, loss: loss, values: ["heads": .integer(cell)])
                }
            }
        }
        let overall = try #require(try sweep.table().overall)
        #expect(overall.variants.map(\.meanRank) == [1.5, 1.5])
        #expect(overall.variants.compactMap(\.test).map(\.p) == [1])
    }

    @Test("cases are ranked by their labels against the baseline's")
    func labels() throws {
        var sweep = SampleSweep(axes: ["heads", "seed"], baseline: "plain")
        sweep.spec["cases"] = .array([.object(["label": .string("plain")])])
        for cell in 1...2 {
            for (label, loss) in [("plain", 2.0), ("tuned", 1.9)] {
                sweep.add(
                    "standard", seed: 1, loss: loss, values: ["heads": .integer(cell)],
                    label: label)
            }
        }
        #expect(try sweep.table().overall?.variants.map(\.variant) == ["tuned", "plain"])
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
        // Sums of squares: 12 of 0.15^2, 12 of 0.05^2, 8 of 0.01^2; nothing is left to chance.
        let parts = [12 * 0.0225, 12 * 0.0025, 8 * 0.0001]
        let total = parts.reduce(0, +)
        for (share, part) in zip(importance.shares, parts) {
            #expect(abs(share.share - part / total) < 1e-9)
        }
        #expect(abs(importance.explained - 1) < 1e-9 && importance.trialCount == 12)
    }

    @Test("what is noise explains nothing, however many values an axis has")
    func noise() throws {
        var random = NormalNumbers(seed: 7)
        var shares: [Double] = []
        for _ in 0..<40 {
            var sweep = SampleSweep()
            for variant in 0..<10 {
                for seed in 1...2 as ClosedRange<UInt64> {
                    sweep.add("\(variant)", seed: seed, loss: 2 + 0.01 * random.next())
                }
            }
            let importance = try #require(try sweep.table().importance)
            shares.append(importance.shares.first { $0.axis == "variant" }?.share ?? 0)
            let sum = importance.shares.reduce(0) { $0 + $1.share }
            #expect(abs(sum + importance.inseparable + importance.rest - 1) < 1e-9)
        }
        // Nine levels of 19 would explain 47% by chance. What is left over is cut off at 0.
        #expect(shares.reduce(0, +) / 40 < 0.15 && shares.contains(0))
    }

    @Test("seeds are no quantity, and many of them explain what they make")
    func seeds() throws {
        var sweep = SampleSweep()
        for variant in ["standard", "narrow"] {
            for seed in 1...12 as ClosedRange<UInt64> {
                sweep.add(variant, seed: seed, loss: 2 + 0.01 * Double((seed * 7) % 12))
            }
        }
        let importance = try #require(try sweep.table().importance)
        #expect(importance.shares.map(\.axis) == ["seed", "variant"])
        #expect(abs(importance.shares[0].share - 1) < 1e-9)
    }

    @Test("a variant's option does not take the variant's place")
    func options() throws {
        var sweep = SampleSweep(axes: ["variant", "narrow.size", "seed"])
        for seed in 1...4 as ClosedRange<UInt64> {
            let noise = 0.001 * Double(seed % 3)
            sweep.add("standard", seed: seed, loss: 2 + noise)
            for size in [3, 5] {
                sweep.add(
                    "narrow", seed: seed, loss: 1.5 + 0.01 * Double(size) - noise,
                    values: ["narrow.size": .integer(size)])
            }
        }
        let importance = try #require(try sweep.table().importance)
        #expect(Set(importance.shares.map(\.axis)) == ["variant", "narrow.size", "seed"])
        #expect(importance.shares[0].axis == "variant")
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
        #expect(chance.comparedCount == 3 && chance.seedCount == 3)
        #expect(try #require(chance.optimism) > 0.01)
        for seed in 0...2 {
            sweep.add(
                "standard", seed: UInt64(seed), loss: 1.5 + 0.001 * Double(seed),
                values: ["heads": .integer(7)])
        }
        let real = try #require(try sweep.table().selection)
        #expect(real.best == "standard, heads 7")
        #expect(abs(try #require(real.optimism)) < 1e-12)
        #expect(
            try sweep.table().notes.contains {
                $0.hasPrefix("The best of 4 rows is standard, heads 7, with 1.5010; chosen on all")
            })
        sweep.add("standard", seed: 0, loss: 1, values: ["heads": .integer(8)])
        let partial = try #require(try sweep.table().selection)
        #expect(partial.configurationCount == 5 && partial.comparedCount == 4)
        #expect(try sweep.table().notes.contains { $0.contains("The best of 4 of 5 rows") })
    }

    @Test("a best row that a label tells from all others goes by it, and by the axes of the grid")
    func labelledBest() throws {
        let cases = [("low", "a"), ("deep", "b"), ("deep", "c")].map { label, with in
            JSONValue.object(["label": .string(label), "with": .array([.string(with)])])
        }
        func best(_ label: String, _ with: String) throws -> String? {
            var sweep = SampleSweep(axes: ["variant", "heads", "with", "seed"])
            sweep.spec = ["cases": .array(cases)]
            for (one, members) in [("low", "a"), ("deep", "b"), ("deep", "c")] {
                for seed in 1...2 as ClosedRange<UInt64> {
                    sweep.add(
                        "standard", seed: seed, loss: one == label && members == with ? 1 : 2,
                        values: ["heads": .integer(4), "with": .array([.string(members)])],
                        label: one)
                }
            }
            let table = try sweep.table()
            // What looks are put down by.
            #expect(table.rows[0].name == "\(label), standard, heads 4, with [\"\(with)\"]")
            return table.selection?.best
        }
        #expect(try best("low", "a") == "low, standard, heads 4")
        #expect(try best("deep", "b") == "deep, standard, heads 4, with [\"b\"]")
    }

    @Test("only rows of different block sizes are told what makes them see equally many tokens")
    func tokens() throws {
        for (context, isAdvised) in [(8, false), (16, true)] {
            var sweep = SampleSweep()
            sweep.add("standard", seed: 1, loss: 2, tokensSeen: 1000, context: 8)
            sweep.add("narrow", seed: 1, loss: 2, tokensSeen: 900, context: context)
            let notes = try sweep.table().notes
            let note = try #require(notes.first { $0.contains("the training tokens") })
            #expect(note.contains("batchTokens") == isAdvised)
            #expect(note.hasSuffix("."))
        }
    }

    @Test("seeds that only the baseline has do not stand in the way of an estimate")
    func furtherSeeds() throws {
        var sweep = SampleSweep()
        for seed in 1...9 as ClosedRange<UInt64> { sweep.add("standard", seed: seed, loss: 2) }
        for variant in ["a", "b", "c"] {
            for seed in 1...3 as ClosedRange<UInt64> { sweep.add(variant, seed: seed, loss: 1.9) }
        }
        let selection = try #require(try sweep.table().selection)
        #expect(selection.comparedCount == 4 && selection.seedCount == 3)
    }

    @Test("one seed chooses and cannot judge, and halving has chosen by what it would judge by")
    func oneSeed() throws {
        var sweep = SampleSweep()
        for index in 0..<5 { sweep.add("\(index)", seed: 1, loss: 2 + 0.01 * Double(index)) }
        let selection = try #require(try sweep.table().selection)
        #expect(selection.honestLoss == nil && selection.configurationCount == 5)
        #expect(try sweep.table().notes.contains { $0.contains("nobody can tell how much") })
        sweep.search = .halving(reduction: 2, rungs: [10, 20])
        #expect(try sweep.table().selection == nil)
    }
}
