import Foundation
import Sweeping
import TestSupport
import Testing
import Training
import Transformer
import Variants

/// Thousands of wrong specs, made of right ones: none may end the process, and each is either a
/// sweep or one sentence that names it.
///
/// `VARIA_FUZZ=100000` tries so many, from the seed `VARIA_FUZZ_SEED` on.
@Suite("Fuzzed specs")
struct SpecFuzzTests {
    private static let source = "Sweeps/fuzzed.json5"
    /// Specs of more cells are only read: they differ from smaller ones in the time they take.
    private static let greatestCellCount = 500
    /// Seconds of this thread that no mutation may take.
    private static let patience = 5.0

    /// What became of the mutations.
    private struct Findings {
        var planned = 0
        var prepared = 0
        var refused: [String: Int] = [:]
        var slowest = (seconds: 0.0, seed: UInt64(0))
    }

    @Test("end in a plan or in one sentence that names the file, and never in a crash")
    func mutations() throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["VARIA_FUZZ"].flatMap { UInt64($0) } ?? 2_000
        let first = environment["VARIA_FUZZ_SEED"].flatMap { UInt64($0) } ?? 0
        let mutator = SpecMutator(try Self.originals())
        let journal = try FuzzJournal()
        var findings = Findings()
        for seed in first..<first + count {
            journal.begin(seed)
            let start = ProcessorTime.ofThread
            let text = mutator.mutation(seed: seed)
            Self.examine(text, seed: seed, &findings)
            let taken = ProcessorTime.ofThread - start
            if taken > findings.slowest.seconds { findings.slowest = (taken, seed) }
            #expect(taken < Self.patience, "the mutation of seed \(seed) took \(taken) s")
        }
        journal.end()
        #expect(findings.planned > count / 50, "most mutations break too much to tell anything")
        #expect(findings.refused.count >= 5)
        if count > 2_000 {
            let kinds = findings.refused.sorted { $0.value > $1.value }
                .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            print(
                "\(count) mutated specs: \(findings.planned) planned, \(findings.prepared) of them "
                    + "prepared; refused: \(kinds); the slowest took \(findings.slowest.seconds) s "
                    + "(seed \(findings.slowest.seed)).")
        }
    }

    @Test("are the same for the same seed, and differ for others")
    func seeds() throws {
        let mutator = SpecMutator(try Self.originals())
        let texts = (0..<50).map { mutator.mutation(seed: $0) }
        #expect(texts == (0..<50).map { mutator.mutation(seed: $0) })
        #expect(Set(texts).count > 45)
    }

    @Test("begin as specs that are right")
    func originals() throws {
        for text in try Self.originals() {
            let spec = try SweepSpec(
                json5: Data(text.utf8), source: Self.source, folder: Self.folder)
            _ = try spec.plan(catalogue: standardCatalogue)
        }
    }

    /// The specs that come with Varia, and small ones that between them have every key.
    private static func originals() throws -> [String] {
        let sweeps = folder.appendingPathComponent("Sweeps")
        let names = try FileManager.default.contentsOfDirectory(atPath: sweeps.path).sorted()
        return try names.filter { $0.hasSuffix(".json5") }
            .map { try String(contentsOf: sweeps.appendingPathComponent($0), encoding: .utf8) }
            + SpecCorpus.smallSpecs
    }

    /// The root of the package.
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func examine(_ text: Data, seed: UInt64, _ findings: inout Findings) {
        do throws(ConfigurationError) {
            let spec = try SweepSpec(json5: text, source: source, folder: folder)
            guard cellCount(spec) <= greatestCellCount else { return }
            let plan = try spec.plan(catalogue: standardCatalogue)
            findings.planned += 1
            #expect(!plan.cells.isEmpty, "seed \(seed)")
            guard isQuicklyTraced(plan) else { return }
            let sweep = try PreparedSweep(plan)
            findings.prepared += 1
            #expect(sweep.cellTrials.count == plan.cells.count, "seed \(seed)")
            for trial in sweep.trials { #expect(trial.id.count == 16, "seed \(seed)") }
        } catch {
            let sentence = error.description
            #expect(sentence.hasPrefix(source), "seed \(seed): \(sentence)")
            #expect(sentence.hasSuffix("."), "seed \(seed): \(sentence)")
            #expect(!sentence.contains { $0.isNewline }, "seed \(seed): \(sentence)")
            #expect(
                !sentence.unicodeScalars.contains { $0.properties.generalCategory == .control },
                "seed \(seed): \(sentence.debugDescription)")
            #expect(sentence.count < 4_000, "seed \(seed): \(sentence.count) characters")
            findings.refused[kind(of: error.problem), default: 0] += 1
        }
    }

    private static func kind(of problem: ConfigurationError.Problem) -> String {
        "\(problem)".prefix { $0 != "(" }.description
    }

    private static func cellCount(_ spec: SweepSpec) -> Int {
        spec.grid.reduce(max(1, spec.cases.count)) { count, axis in
            let product = count.multipliedReportingOverflow(by: axis.values.count)
            return product.overflow ? .max : product.partialValue
        }
    }

    /// Whether naming the trials takes milliseconds: few blocks, and a corpus that is at hand.
    private static func isQuicklyTraced(_ plan: SweepPlan) -> Bool {
        let blocks = plan.cells.reduce(0) { $0 + $1.config.model.layers }
        return blocks <= 24
            && plan.cells.allSatisfy {
                $0.config.data.corpus == "grammar" && $0.config.data.length ?? .max <= 10_000
            }
    }
}
