import Reporting
import Sweeping
import Testing
import Transformer

@Suite("Verdicts")
struct VerdictTests {
    /// A sweep of `standard` and `narrow`, whose losses differ by some amounts, a seed each.
    private func sweep(
        _ differences: [Double], status: TrialRecord.Status = .finished
    ) -> SampleSweep {
        var sweep = SampleSweep()
        for (index, difference) in differences.enumerated() {
            let seed = UInt64(index + 1)
            let noise = [0.01, -0.02, 0.005, 0.03, -0.01][index % 5]
            sweep.add("standard", seed: seed, loss: 2 + noise)
            let isLast = index == differences.count - 1
            sweep.add(
                "narrow", seed: seed, loss: 2 + noise + difference,
                status: isLast ? status : .finished)
        }
        return sweep
    }

    private func comparison(_ sweep: SampleSweep) throws -> Comparison {
        let row = try #require(try sweep.table().rows.first { $0.variant == "narrow" })
        return try #require(row.comparison)
    }

    @Test(
        "a trial that diverged, failed or has yet to run leaves the verdict open",
        arguments: [TrialRecord.Status.diverged, .failed, .running, .pending, .stopped])
    func incomplete(_ status: TrialRecord.Status) throws {
        let found = try comparison(sweep([-0.5, -0.5, -0.501], status: status))
        #expect(found.verdict == .incomplete)
        #expect(found.pairs.count == 2, "the pairs there are stay in sight")
    }

    @Test("a partner that is missing leaves the verdict open")
    func missingPartner() throws {
        var sweep = sweep([-0.5, -0.5])
        sweep.add("narrow", seed: 3, loss: 1.5)
        #expect(try comparison(sweep).verdict == .incomplete)
    }

    @Test("seeds that only the baseline has change nothing")
    func furtherSeeds() throws {
        var sweep = sweep([-0.5, -0.501])
        sweep.add("standard", seed: 3, loss: 9)
        let found = try comparison(sweep)
        #expect(found.verdict == .better && found.pairs.map(\.seed) == [1, 2])
    }

    @Test("one seed is no evidence, however large the difference, and not even of a tie")
    func oneSeed() throws {
        #expect(try comparison(sweep([-3])).verdict == .oneSeed)
        #expect(try comparison(sweep([0])).verdict == .oneSeed)
    }

    @Test("exact ties, and small differences that hardly vary, are equivalent")
    func equivalent() throws {
        #expect(try comparison(sweep([0, 0, 0])).verdict == .equivalent)
        // Surely not 0, and surely too small to matter: what matters comes first.
        let small = try comparison(sweep([0.004, 0.0041, 0.0039, 0.004]))
        #expect(small.verdict == .equivalent)
        #expect(try #require(small.adjustedP) < 0.001)
    }

    @Test("what is lower beyond chance is better, what is higher is worse")
    func different() throws {
        #expect(try comparison(sweep([-0.05, -0.051, -0.052])).verdict == .better)
        #expect(try comparison(sweep([0.05, 0.051, 0.052])).verdict == .worse)
        // Two pairs with the very same difference leave no doubt either.
        #expect(try comparison(sweep([0.0625, 0.0625])).verdict == .worse)
    }

    @Test("the number of seeds is the least whose interval would be as narrow as the margin")
    func undecided() throws {
        let differences = [0.02, -0.03, 0.01, 0.015]
        let found = try comparison(sweep(differences))
        let deviation = try #require(Statistics.sampleDeviation(differences))
        func halfWidth(_ n: Int) -> Double {
            StudentDistribution(degreesOfFreedom: Double(n - 1)).quantile(0.975) * deviation
                / Double(n).squareRoot()
        }
        let seeds = try #require(found.verdict.seedsNeeded)
        #expect(halfWidth(seeds) <= 0.01 && halfWidth(seeds - 1) > 0.01)
        #expect(found.verdict.description == "undecided (about \(seeds) seeds needed)")
    }

    @Test("at the margin's edge more seeds are needed than there are, and no number is made up")
    func edge() throws {
        let found = try comparison(sweep([0.006, 0.012, -0.001, 0.019, 0.006]))
        #expect(found.verdict == .undecided(.moreThan(5)))
    }

    @Test("the deviation that seeds are predicted by is pooled over the table")
    func pooling() throws {
        var sweep = sweep([0.02, -0.03, 0.01, 0.015])
        for seed in 1...4 as ClosedRange<UInt64> {
            let noise = [0.01, -0.02, 0.005, 0.03][Int(seed) - 1]
            sweep.add("steady", seed: seed, loss: 2 + noise + 0.001 * Double(seed % 2))
        }
        let alone = try #require(
            try comparison(self.sweep([0.02, -0.03, 0.01, 0.015])).verdict.seedsNeeded)
        let together = try #require(try comparison(sweep).verdict.seedsNeeded)
        #expect(together < alone)
    }

    @Test("a finding among many comparisons, even those to come, must be a stronger one")
    func family() throws {
        let differences = [0.05, 0.07, 0.09, 0.06]
        #expect(try comparison(sweep(differences)).verdict == .worse)
        var many = sweep(differences)
        for other in 0..<40 { many.add("other \(other)", seed: 1, loss: nil, status: .pending) }
        let found = try comparison(many)
        #expect(found.verdict.name == "undecided")
        let p = try #require(found.test?.p)
        #expect(abs(try #require(found.adjustedP) - 41 * p) < 1e-12)
    }

    @Test("the spec's margin decides what matters, and a table may ask for another")
    func margin() throws {
        var sweep = sweep([0.02, 0.021, 0.019])
        #expect(try comparison(sweep).verdict == .worse)
        sweep.spec["margin"] = .number(0.05)
        #expect(try comparison(sweep).verdict == .equivalent)
        let table = try sweep.table(margin: 0.015)
        #expect(table.margin == 0.015)
        #expect(table.rows.compactMap(\.comparison).map(\.verdict) == [.worse])
    }

    @Test("cells without a common seed are compared by their means, and said to be")
    func unpaired() throws {
        var sweep = SampleSweep()
        for seed in 1...4 as ClosedRange<UInt64> {
            let noise = 0.002 * Double(seed % 3)
            sweep.add("standard", seed: seed, loss: 2 + noise)
            sweep.add("narrow", seed: seed + 10, loss: 2.1 + noise)
        }
        let found = try comparison(sweep)
        #expect(found.design == .unpaired && found.pairs.isEmpty && found.verdict == .worse)
        #expect(try sweep.table().notes.contains { $0.contains("share no seed") })
    }

    @Test("a case can be the baseline, whatever keys it sets")
    func labels() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"], baseline: "first")
        sweep.spec["cases"] = .array([
            .object(["label": .string("first"), "heads": .integer(1)]),
            .object(["label": .string("second"), "heads": .integer(2)]),
        ])
        for seed in 1...3 as ClosedRange<UInt64> {
            for (label, heads, loss) in [("first", 1, 2.0), ("second", 2, 1.9)] {
                sweep.add(
                    "standard", seed: seed, loss: loss + 0.001 * Double(seed),
                    values: ["heads": .integer(heads)], label: label)
            }
        }
        let table = try sweep.table()
        #expect(table.rows.map(\.label) == ["second", "first"])
        #expect(table.rows.map(\.comparison?.verdict) == [.better, nil])
    }
}
