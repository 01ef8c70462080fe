import Foundation
import Testing
import Training
import Transformer
import Variants

@testable import Sweeping

@Suite("Analysis of trained weights")
struct SweepAnalysisTests {
    /// Four trials of a second or less in all.
    private static let spec = """
        { name: "tiny", data: { corpus: "CORPUS" },
          base: { layers: 1, heads: 2, width: 16, blockSize: 8, batch: 2, steps: 4,
                  evaluateEvery: 2 },
          grid: { variant: ["standard", "soft-window"], seed: [1, 2] } }
        """

    /// Runs a test with a directory whose trials have finished.
    private func withFinishedSweep(
        _ spec: String = spec, _ body: (SweepDirectory) throws -> Void
    ) throws {
        try withTinySweep(spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            try body(directory)
        }
    }

    /// Analyses, and returns what was told.
    private func analyze(
        _ directory: SweepDirectory, _ choice: AnalysisChoice = .all
    ) throws -> (outcome: SweepAnalysis.Outcome, told: [String]) {
        var told: [String] = []
        let outcome = try SweepAnalysis(
            directory, catalogue: standardCatalogue, report: { told.append($0) }
        ).run(choice)
        return (outcome, told)
    }

    @Test("says of each trial what its weights show, and is not made twice")
    func whole() throws {
        try withFinishedSweep { directory in
            #expect(try analyze(directory, .none).outcome.counts == [0, 0, 0])
            #expect(try directory.analyses().isEmpty)
            let first = try analyze(directory)
            #expect(first.outcome.counts == [4, 0, 0])
            #expect(first.told.count == 4)
            #expect(
                first.told.first?.hasPrefix("1 of 4: standard, seed=1: analysed in") == true,
                "\(first.told)")
            let analyses = try directory.analyses()
            let records = try SweepResults.read(directory.root).records
            #expect(analyses.map(\.id) == records.map(\.id).sorted())
            for record in records {
                let found = try #require(analyses.first { $0.id == record.id })
                #expect(found.step == record.outcome?.bestStep)
                let losses = try #require(found.lossByPosition)
                let counts = try #require(found.predictionsByPosition)
                #expect(losses.count == 8 && counts.count == 8)
                let sum = zip(losses, counts).reduce(0) { $0 + $1.0 * Double($1.1) }
                let mean = sum / Double(counts.reduce(0, +))
                let best = try #require(record.outcome?.bestValidationLoss)
                #expect(abs(mean - best) < 1e-9, "the weights are the best ones")
                #expect(found.attention.map(\.layer) == [0])
                #expect(found.attention[0].distance.count == 2)
                #expect(found.sample?.text.count == 300)
                #expect(found.evaluationSeconds > 0)
            }
            #expect(Set(analyses.map(\.sample?.prompt)).count == 1)
            let files = try snapshot(directory)
            #expect(try analyze(directory).outcome.counts == [0, 4, 0])
            #expect(try snapshot(directory) == files)
        }
    }

    @Test("one that is damaged, stale or gone is made anew, the same but for times")
    func anew() throws {
        try withFinishedSweep { directory in
            _ = try analyze(directory)
            let analyses = try directory.analyses()
            let file = directory.trial(analyses[0].id).analysis
            let earlier = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            let step = "\"step\" : \(analyses[0].step)"
            let contents = [
                "{", earlier.replacingOccurrences(of: step, with: "\"step\" : 1"),
                earlier.replacingOccurrences(of: "\"version\" : 1", with: "\"version\" : 0"),
            ]
            for content in contents {
                #expect(content != earlier)
                try Data(content.utf8).write(to: file)
                try FileManager.default.removeItem(at: directory.gatheredAnalyses)
                #expect(try analyze(directory).outcome.counts == [1, 3, 0])
                let found = try #require(try directory.analyses().first)
                #expect(found.lossByPosition == analyses[0].lossByPosition)
                #expect(found.attention == analyses[0].attention)
                #expect(found.sample?.text == analyses[0].sample?.text)
            }
        }
    }

    @Test("a copy without the trials' folders has them still; damaged lines are told and left out")
    func copies() throws {
        try withFinishedSweep { directory in
            try directory.writeRecords(SweepManifest.read(directory))
            _ = try analyze(directory)
            let analyses = try directory.analyses()
            try FileManager.default.removeItem(at: directory.trials)
            #expect(try directory.analyses() == analyses)
            #expect(try analyze(directory).outcome.counts == [0, 4, 0])
            var lines = try String(contentsOf: directory.gatheredAnalyses, encoding: .utf8)
                .split(separator: "\n")
            lines[1] = lines[1].dropLast(40)
            try Data(lines.joined(separator: "\n").utf8).write(to: directory.gatheredAnalyses)
            var told: [String] = []
            #expect(try directory.analyses { told.append($0) }.count == 3)
            #expect(told.count == 1 && told[0].hasPrefix("Line 2 of '"), "\(told)")
            let again = try analyze(directory)
            #expect(again.outcome.counts == [0, 3, 1])
            #expect(again.told.contains { $0.hasPrefix("The weights of one trial") })
        }
    }

    @Test("weights of another trial, and damaged ones, are told in a sentence")
    func otherWeights() throws {
        try withFinishedSweep { directory in
            let trials = try SweepResults.read(directory.root).records
                .map { directory.trial($0.id) }
            try FileManager.default.removeItem(at: trials[0].best)
            try FileManager.default.copyItem(at: trials[1].best, to: trials[0].best)
            try Data(contentsOf: trials[2].best).dropLast(10).write(to: trials[2].best)
            let (outcome, told) = try analyze(directory)
            #expect(outcome.counts == [2, 0, 2])
            #expect(
                told[0].contains("holds the weights of trial '\(trials[1].id)'"), "\(told[0])")
            #expect(told[2].contains("cannot be analysed. "), "\(told[2])")
            #expect(!FileManager.default.fileExists(atPath: trials[0].analysis.path))
        }
    }

    @Test("trials that have not finished are left alone")
    func unfinished() throws {
        try withTinySweep(Self.spec) { directory in
            let before = try snapshot(directory)
            #expect(try analyze(directory).outcome.counts == [0, 0, 0])
            #expect(try snapshot(directory) == before)
        }
    }

    @Test("the best cell is that of the best mean, with all variants and seeds")
    func best() throws {
        let spec = Self.spec.replacing("seed: [1, 2]", with: "layers: [1, 2], seed: [1, 2]")
        try withFinishedSweep(spec) { directory in
            let results = try SweepResults.read(directory.root)
            let means = Dictionary(grouping: results.records) {
                "\($0.variant) \($0.cell["layers"]?.text ?? "")"
            }.mapValues { $0.compactMap(\.outcome?.bestValidationLoss).reduce(0, +) }
            let layers = try #require(means.min { $0.value < $1.value }?.key.last)
            let chosen = AnalysisChoice.best.trials(of: results)
            #expect(chosen.count == 4)
            #expect(chosen.allSatisfy { $0.cell["layers"]?.text == String(layers) })
            #expect(AnalysisChoice.all.trials(of: results).count == 8)
        }
    }

    @Test("of cases with labels the best cell has all, whatever the cases set")
    func labels() throws {
        let spec = Self.spec.replacing(
            "grid: {",
            with:
                "cases: [{ label: \"low\" }, { label: \"deep\", layers: 2 }], grid: { heads: [1, 2],"
        )
        try withFinishedSweep(spec) { directory in
            let results = try SweepResults.read(directory.root)
            #expect(AnalysisChoice.all.trials(of: results).count == 16)
            let chosen = AnalysisChoice.best.trials(of: results)
            #expect(chosen.count == 8)
            #expect(Set(chosen.map(\.label)) == ["low", "deep"])
            #expect(Set(chosen.map { $0.cell["heads"] }).count == 1)
        }
    }

    @Test("those of weights that are not the best ones any more are not shown")
    func stale() throws {
        try withFinishedSweep { directory in
            _ = try analyze(directory)
            var results = try SweepResults.read(directory.root)
            let analyses = try results.analyses()
            #expect(analyses.count == 4)
            // As a trial's that was run anew, or a copy's of another state.
            let step = try #require(results.records[0].outcome?.bestStep)
            results.records[0].outcome?.bestStep = step + 1
            results.records[1].status = .running
            let gone = Set(results.records.prefix(2).map(\.id))
            #expect(try results.analyses() == analyses.filter { !gone.contains($0.id) })
        }
    }

    @Test("a model that cannot write has no sample, one of the last token no losses by position")
    func kinds() throws {
        let spec = Self.spec.replacing("heads: 2,", with: "heads: 2, causal: false,")
        try withFinishedSweep(spec) { directory in
            _ = try analyze(directory)
            for found in try directory.analyses() {
                #expect(found.sample == nil && found.lossByPosition != nil)
            }
        }
        let last = Self.spec.replacing("heads: 2,", with: "heads: 2, predict: \"last\",")
        try withFinishedSweep(last) { directory in
            _ = try analyze(directory)
            for found in try directory.analyses() {
                #expect(found.sample?.prompt.count == 8 && found.lossByPosition == nil)
            }
        }
    }

    /// The files and their contents by path.
    private func snapshot(_ directory: SweepDirectory) throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: directory.root.path)
        return paths.reduce(into: [:]) {
            $0[$1] = try? Data(contentsOf: directory.root.appendingPathComponent($1))
        }
    }
}

extension SweepAnalysis.Outcome {
    fileprivate var counts: [Int] { [made, known, missing] }
}
