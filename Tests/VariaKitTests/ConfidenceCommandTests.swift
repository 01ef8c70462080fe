import Foundation
import TestSupport
import Testing

@Suite("varia confidence, and metrics of a sweep")
struct ConfidenceCommandTests {
    private static let keys = [
        "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2", "steps=4",
        "warmup=1", "evaluateEvery=2", "predict=last", "evaluationStride=1", "length=500",
        "validation=60", "test=40",
    ]

    private func train(_ study: SmallStudy, _ more: String...) throws {
        let arguments =
            ["train", "--out", "run"] + (Self.keys + more).flatMap { ["--set", $0] }
        let result = try VariaProcess.run(arguments, in: study.folder)
        #expect(result.status == 0, "\(result.messages)")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("tells of each window of each part, as text and as JSON, what the trial's metrics tell")
    func report() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try train(study, "metrics=[\"confidence\"]")
            let text = try study.varia("confidence", "run")
            #expect(text.status == 0, "\(text.messages)")
            for part in ["training", "validation", "test", "mean", "0.9 to 1.0", "#"] {
                #expect(text.output.contains(part), "\(part)")
            }
            let page = try object(try study.varia("confidence", "run", "--json").output)
            let parts = try #require(page["parts"] as? [[String: Any]])
            #expect(parts.map { $0["part"] as? String } == ["training", "validation", "test"])
            #expect(parts.map { $0["positions"] as? Int } == [392, 52, 32])
            for part in parts {
                let histogram = try #require(part["histogram"] as? [Int])
                #expect(histogram.count == 10)
                #expect(histogram.reduce(0, +) == part["positions"] as? Int)
                let mean = try #require(part["mean"] as? Double)
                let minimum = try #require(part["minimum"] as? Double)
                #expect(minimum <= mean && mean <= (part["maximum"] as? Double) ?? 0)
            }
        }
    }

    @Test("another text under the same name is refused; one that has moved can be named")
    func otherText() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try train(study)
            let text = folder.appendingPathComponent("text.txt")
            let moved = folder.appendingPathComponent("moved.txt")
            try FileManager.default.moveItem(at: text, to: moved)
            let missing = try study.varia("confidence", "run")
            #expect(missing.status == 1 && missing.messages.contains("text.txt"))
            #expect(missing.messages.contains("name it with --corpus"))
            let found = try study.varia("confidence", "run", "--corpus", "moved.txt")
            #expect(found.status == 0, "\(found.messages)")
            try Data("the cat".utf8).write(to: text)
            let other = try study.varia("confidence", "run")
            #expect(other.status == 1 && other.output.isEmpty)
            #expect(other.messages.contains("is not the text that the model of"))
            #expect(other.messages.split(separator: "\n").count == 1)
        }
    }

    @Test("a sweep's text is found whose path is relative to the spec, from anywhere")
    func relativeCorpus() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let specs = folder.appendingPathComponent("specs")
            try FileManager.default.createDirectory(
                at: specs, withIntermediateDirectories: false)
            let text = specs.appendingPathComponent("text.txt")
            try FileManager.default.moveItem(
                at: folder.appendingPathComponent("text.txt"), to: text)
            try study.write(spec: SmallStudy.spec(), to: "specs/small.json5")
            let sweep = try study.varia("sweep", "specs/small.json5", "--out", "out")
            #expect(sweep.status == 0, "\(sweep.messages)")
            let trials = folder.appendingPathComponent("out/trials")
            let names = try FileManager.default.contentsOfDirectory(atPath: trials.path)
            let run = "out/trials/" + (try #require(names.first))
            let confidence = try study.varia("confidence", run)
            #expect(confidence.status == 0, "\(confidence.messages)")
            let sample = try study.varia("sample", run)
            #expect(sample.status == 0 && sample.messages.hasPrefix("The longest stretch"))
            // Another text of the same name is no hindrance.
            let other = folder.appendingPathComponent("text.txt")
            try Data("the cat".utf8).write(to: other)
            #expect(try study.varia("confidence", run).output == confidence.output)
            try FileManager.default.removeItem(at: other)
            try FileManager.default.moveItem(
                at: text, to: folder.appendingPathComponent("moved.txt"))
            let gone = try study.varia("confidence", run)
            #expect(gone.status == 1 && gone.output.isEmpty)
            for words in ["'text.txt'", "specs/text.txt'", "name it with --corpus"] {
                #expect(gone.messages.contains(words), "\(gone.messages)")
            }
            let named = try study.varia("confidence", run, "--corpus", "moved.txt")
            #expect(named.output == confidence.output)
        }
    }

    @Test("threads change nothing of what it tells")
    func threads() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try train(study)
            let alone = try study.varia("confidence", "run", "--json")
            let shared = try study.varia("confidence", "run", "--json", "--threads", "2")
            #expect(shared.status == 0 && shared.output == alone.output)
            let none = try study.varia("confidence", "run", "--threads", "0")
            #expect(none.status == 2)
        }
    }

    @Test("a run that is missing or damaged is named")
    func damaged() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let none = try study.varia("confidence", "none")
            #expect(none.status == 1 && none.messages.contains("none"))
            try train(study)
            let file = folder.appendingPathComponent("run/best.safetensors")
            let content = try Data(contentsOf: file)
            try content.prefix(content.count / 2).write(to: file)
            let result = try study.varia("confidence", "run")
            #expect(result.status == 1 && result.messages.contains("best.safetensors"))
        }
    }

    @Test("a sweep's results, records and tables have the metrics, and the spec's columns show")
    func sweep() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(
                    base: "heads: 2, metrics: ['training', 'confidence']",
                    others: "columns: ['accuracy', 'trainingLoss'],"
                ).replacing("corpus: \"text.txt\"", with: "corpus: \"text.txt\", test: 100"))
            let run = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(run.status == 0, "\(run.messages)")
            for title in ["accuracy", "training loss", "test loss", "test accuracy"] {
                #expect(run.output.contains(title), "\(title)")
            }
            #expect(!run.output.contains("perplexity"))
            let files = try study.snapshot("out")
            let names = [
                "accuracy", "perplexity", "trainingLoss", "trainingAccuracy", "testLoss",
                "confidenceTraining", "confidenceTestMinimum",
            ]
            let csv = String(decoding: try #require(files["table.csv"]), as: UTF8.self)
            let records = String(decoding: try #require(files["trials.jsonl"]), as: UTF8.self)
            let results = files.filter { $0.key.hasSuffix("result.json") }.map(\.value)
            #expect(results.count == 2)
            for name in names {
                #expect(csv.contains("," + name + ","), "\(name)")
                #expect(records.contains("\"\(name)\":"), "\(name)")
                for result in results {
                    #expect(String(decoding: result, as: UTF8.self).contains("\"\(name)\""))
                }
            }
            let shown = try study.varia("table", "out", "--columns", "perplexity")
            #expect(shown.output.contains("perplexity") && !shown.output.contains("training loss"))
            // The same command again runs nothing.
            #expect(try study.varia("sweep", "small.json5", "--out", "out").output == run.output)
            #expect(try study.snapshot("out") == files)
        }
    }
}
