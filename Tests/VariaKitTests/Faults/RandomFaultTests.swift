import Foundation
import TestSupport
import Testing

/// Kills and stops at random moments.
///
/// `VARIA_FAULTS=100` does as much harm to each kind of sweep as a long-lived one may see, over one
/// directory after another; `VARIA_FAULT_SEED` repeats the choices of a run, though not the moments
/// at which they fall.
@Suite(
    "A sweep under random faults", .serialized,
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: FaultInjector.finder),
        "it takes pgrep to find workers"))
struct RandomFaultTests {
    private static let environment = ProcessInfo.processInfo.environment

    /// The moments at which something is killed.
    private static let faults = environment["VARIA_FAULTS"].flatMap { Int($0) } ?? 10

    /// In a short run trials are short, too.
    private static var steps: Int { faults > 20 ? 1_500 : 600 }

    /// Seconds after which a claim without a sign of life is stale.
    private static let patience = 0.5

    @Test("over a grid ends with the bits of one that was left alone, and nothing left over")
    func grid() throws {
        try check(
            "grid",
            """
            grid: { variant: ["standard", "soft-window", "head-gating"], seed: [1, 2, 3] },
            baseline: "standard",
            """)
    }

    @Test("over random draws ends with the bits of one that was left alone, and nothing left over")
    func random() throws {
        try check(
            "random",
            """
            search: {
              kind: "random", count: 9, seed: 1,
              draw: { learningRate: { logUniform: [1e-4, 1e-2] } },
            },
            """)
    }

    /// Compares a sweep under fire with one that was left alone.
    private func check(_ name: String, _ members: String) throws {
        let seed =
            Self.environment["VARIA_FAULT_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("Faults of the \(name) sweep: VARIA_FAULT_SEED=\(seed)")
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(
                in: folder, spec: FaultStudy.spec(steps: Self.steps, members),
                options: ["--jobs", "3"],
                environment: ["VARIA_CLAIM_PATIENCE": "\(Self.patience)"])
            let undisturbed = folder.appendingPathComponent("undisturbed")
            let whole = try study.run(out: undisturbed)
            try #require(whole.status == 0, "\(whole.messages)")
            let expected = try SweepEvidence(of: undisturbed, study: study)
            #expect(expected.trialCount == 9)

            var injector = FaultInjector(study, patience: Self.patience, seed: seed)
            repeat {
                let out = folder.appendingPathComponent("disturbed-\(injector.tally.sweeps)")
                let wrong = try injector.run(out: out, faults: Self.faults)
                #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
                let found = try SweepEvidence(of: out, study: study)
                #expect(found.differences(from: expected).isEmpty, "seed \(seed)")
                #expect(try SweepLeftovers.of(out).isEmpty, "seed \(seed)")
                try FileManager.default.removeItem(at: out)
            } while injector.tally.faults < Self.faults
            print("Faults of the \(name) sweep: \(injector.tally).")
            for trouble in injector.troubles { print("  A run ended early: \(trouble)") }
        }
    }
}
