import Foundation
import TestSupport
import Testing

/// Kills and stops at random moments.
///
/// `VARIA_FAULTS=200` does as much harm as a long-lived sweep may see, over one sweep after another;
/// `VARIA_FAULT_SEED` repeats the choices of a run, though not the moments at which they fall.
@Suite("A sweep under random faults", .serialized)
struct RandomFaultTests {
    /// A study's kind, and what its spec holds besides the base.
    struct Kind: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let members: String
    }

    private static let kinds = [
        Kind(
            testDescription: "grid",
            members: """
                grid: { variant: ["standard", "soft-window", "head-gating"], seed: [1, 2, 3] },
                baseline: "standard",
                """)
    ]

    /// Faults over all kinds of sweep.
    private static var faults: Int {
        ProcessInfo.processInfo.environment["VARIA_FAULTS"].flatMap { Int($0) } ?? 10
    }

    /// In a short run trials are short, too.
    private static var steps: Int { faults > 50 ? 1_500 : 600 }

    private static let patience = 1.0

    @Test(
        "ends with the bits of one that was left alone, each trial once, and nothing left over",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: FaultInjector.finder),
            "it takes pgrep to find workers"), arguments: kinds)
    func faults(_ kind: Kind) throws {
        let seed =
            ProcessInfo.processInfo.environment["VARIA_FAULT_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...UInt64(UInt32.max))
        print("Faults of the \(kind.testDescription) sweep: VARIA_FAULT_SEED=\(seed)")
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(
                in: folder, spec: FaultStudy.spec(steps: Self.steps, kind.members),
                options: ["--jobs", "3"],
                environment: ["VARIA_CLAIM_PATIENCE": "\(Self.patience)"])
            let undisturbed = folder.appendingPathComponent("undisturbed")
            let whole = try study.run(out: undisturbed)
            try #require(whole.status == 0, "\(whole.messages)")
            let expected = try SweepEvidence(of: undisturbed, study: study)
            #expect(expected.trialCount > 0)

            var injector = FaultInjector(study, patience: Self.patience, seed: seed)
            let goal = max(1, Self.faults / Self.kinds.count)
            while injector.tally.faults < goal || injector.tally.sweeps == 0 {
                let out = folder.appendingPathComponent("disturbed-\(injector.tally.sweeps)")
                let wrong = try injector.run(out: out, faults: goal)
                #expect(wrong.isEmpty, "\(wrong)")
                let found = try SweepEvidence(of: out, study: study)
                #expect(found.differences(from: expected).isEmpty, "seed \(seed)")
                #expect(try SweepLeftovers.of(out).isEmpty, "seed \(seed)")
                try FileManager.default.removeItem(at: out)
            }
            print("Faults of the \(kind.testDescription) sweep: \(injector.tally).")
            for trouble in injector.troubles { print("  A run ended early: \(trouble)") }
        }
    }
}
