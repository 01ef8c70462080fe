import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("Joining a sweep")
struct JoiningTests {
    /// Opens a sweep whose spec and corpus are beside each other, and its directory elsewhere.
    private func withSweep(
        corpus: String = "texts/tiny.txt", _ body: (URL, SweepDirectory) throws -> Void
    ) throws {
        try TemporaryFolder.with { root in
            let texts = root.appendingPathComponent("specs/texts")
            try FileManager.default.createDirectory(at: texts, withIntermediateDirectories: true)
            try Data(tinyText.utf8).write(to: texts.appendingPathComponent("tiny.txt"))
            let file = root.appendingPathComponent("specs/tiny.json5")
            try Data(WorkerTests.spec.replacing("CORPUS", with: corpus).utf8).write(to: file)
            let plan = try SweepSpec(file: file).plan(catalogue: standardCatalogue)
            let directory = SweepDirectory(root.appendingPathComponent("results/tiny"))
            try directory.open(for: PreparedSweep(plan))
            try body(root, directory)
        }
    }

    @Test("a spec that comes with Varia is the same study when it is read from its manifest")
    func resolvedSpecs() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sweeps")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "json5" }
        #expect(files.count >= 3)
        for file in files {
            let first = try SweepSpec(file: file).plan(catalogue: standardCatalogue)
            let text = try JSONText.line(first.spec.resolved)
            let second = try SweepSpec(json5: text, source: "sweep.json", folder: folder)
                .plan(catalogue: standardCatalogue)
            #expect(first.axes == second.axes && first.baseline == second.baseline)
            #expect(first.cells.map(\.values) == second.cells.map(\.values), "\(file.path)")
            #expect(first.cells.map(\.label) == second.cells.map(\.label))
            #expect(first.cells.map(\.config) == second.cells.map(\.config))
        }
    }

    @Test("it takes the directory alone, also where the corpus is a path relative to the spec")
    func relativeCorpus() throws {
        try withSweep { root, directory in
            let manifest = try SweepManifest.read(directory)
            #expect(manifest.corpusFolder == "../../specs")
            let joined = try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            #expect(joined.cellTrials == manifest.cells.map(\.id))
            // Mounted elsewhere, with its texts.
            let moved = root.appendingPathComponent("moved")
            try FileManager.default.createDirectory(at: moved, withIntermediateDirectories: true)
            for name in ["specs", "results"] {
                try FileManager.default.moveItem(
                    at: root.appendingPathComponent(name), to: moved.appendingPathComponent(name))
            }
            let there = SweepDirectory(moved.appendingPathComponent("results/tiny"))
            let again = try PreparedSweep(joining: there, catalogue: standardCatalogue)
            #expect(again.cellTrials == joined.cellTrials)
        }
    }

    @Test("a manifest names no folder where every corpus has a name or a whole path")
    func namedCorpus() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            #expect(try SweepManifest.read(directory).corpusFolder == nil)
            let text = try String(contentsOf: directory.manifest, encoding: .utf8)
            #expect(!text.contains("corpusFolder"))
            let joined = try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            #expect(joined.trials.count == 4)
        }
        try TemporaryFolder.with { root in
            let sweep = try PreparedSweep(
                try sweepPlan("{ name: 'a', base: { width: 8, heads: 1, layers: 1 } }"))
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            try directory.open(for: sweep)
            #expect(try SweepManifest.read(directory).corpusFolder == nil)
        }
    }

    @Test("a corpus that has changed or is gone is refused, with its name")
    func changedCorpus() throws {
        try withSweep { root, directory in
            let text = root.appendingPathComponent("specs/texts/tiny.txt")
            try Data((tinyText + "!").utf8).write(to: text)
            let changed = #expect(throws: SweepError.self) {
                try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            }
            #expect("\(changed as Any)".contains("the corpus 'texts/tiny.txt' is not what"))
            try FileManager.default.removeItem(at: text)
            let gone = #expect(throws: ConfigurationError.self) {
                try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            }
            #expect("\(gone as Any)".contains("sweep.json"))
            #expect("\(gone as Any)".contains("'base.corpus'"))
            #expect("\(gone as Any)".contains(text.path))
        }
    }

    @Test("trials that are others to this build are refused, and so are folders that are missing")
    func otherTrials() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            let text = try String(contentsOf: directory.manifest, encoding: .utf8)
            let id = try SweepManifest.read(directory).trialIDs[0]
            try text.replacing(id, with: String(repeating: "0", count: 16))
                .write(to: directory.manifest, atomically: true, encoding: .utf8)
            let error = #expect(throws: SweepError.self) {
                try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            }
            #expect("\(error as Any)".contains("1 of its 4 trials"))
            #expect("\(error as Any)".contains(id))
            try text.write(to: directory.manifest, atomically: true, encoding: .utf8)
            try FileManager.default.removeItem(at: directory.trial(id).root)
            let missing = #expect(throws: SweepError.self) {
                try PreparedSweep(joining: directory, catalogue: standardCatalogue)
            }
            #expect("\(missing as Any)".contains("trial.json"))
        }
        try TemporaryFolder.with { root in
            let error = #expect(throws: SweepError.self) {
                try PreparedSweep(
                    joining: SweepDirectory(root), catalogue: standardCatalogue)
            }
            #expect("\(error as Any)".contains("holds no sweep"))
        }
    }

    @Test("many that come to the end at once leave the right records, and no other file")
    func together() throws {
        try withTinySweep(WorkerTests.spec) { directory in
            _ = try Worker(directory, catalogue: standardCatalogue, relativeTo: nil).run()
            let failures = Failures()
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                do {
                    let sweep = try PreparedSweep(
                        joining: directory, catalogue: standardCatalogue)
                    for _ in 0..<20 {
                        let coordinator = SweepCoordinator(
                            sweep, in: directory, jobs: 1,
                            executable: URL(fileURLWithPath: "/nonexistent"),
                            display: LineDisplay { _ in })
                        let end = try coordinator.join()
                        if end.finished != 4 { failures.add("\(end)") }
                    }
                } catch {
                    failures.add("\(error)")
                }
            }
            #expect(failures.all == [])
            let lines = try String(contentsOf: directory.records, encoding: .utf8)
            #expect(lines.split(separator: "\n").count == 4)
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.root.path)
            #expect(names.sorted() == ["sweep.json", "trials", "trials.jsonl"])
        }
    }
}

/// What went wrong on several threads.
private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var texts: [String] = []
    var all: [String] { lock.withLock { texts } }
    func add(_ text: String) { lock.withLock { texts.append(text) } }
}
