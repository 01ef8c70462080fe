import Foundation
import TestSupport
import Testing

@Suite("Folders that results go to")
struct OutputFolderTests {
    private static let keys = [
        "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2", "steps=4",
        "warmup=1", "evaluateEvery=2",
    ]

    private func train(
        _ study: SmallStudy, out: String, _ more: String...
    ) throws -> VariaProcess.Result {
        let keys = more.isEmpty ? Self.keys : Self.keys.filter { !$0.hasPrefix("steps") } + more
        return try VariaProcess.run(
            ["train", "--out", out] + keys.flatMap { ["--set", $0] }, in: study.folder)
    }

    @Test("train leaves a folder alone that holds something else")
    func others() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "sweep").status == 0)
            let trials = folder.appendingPathComponent("sweep/trials")
            let trial = try #require(
                FileManager.default.contentsOfDirectory(atPath: trials.path).first)
            let other = folder.appendingPathComponent("other")
            try FileManager.default.createDirectory(at: other, withIntermediateDirectories: false)
            try Data("{\"mine\": 1}\n".utf8)
                .write(to: other.appendingPathComponent("metrics.jsonl"))
            let earlier = try study.snapshot("")
            for (out, words) in [
                ("sweep", "is a sweep's"),
                ("sweep/trials/\(trial)", "is that of a trial of a sweep"),
                ("other", "holds a 'metrics.jsonl' that is no training's"),
            ] {
                let result = try train(study, out: out)
                #expect(result.status == 1 && result.output.isEmpty)
                #expect(result.messages.contains(words), "\(result.messages)")
                #expect(result.messages.contains("choose another with '--out'"))
                #expect(try study.snapshot("") == earlier)
            }
            let file = try train(study, out: "text.txt")
            #expect(file.status == 2 && file.messages.contains("a folder, and not a file"))
        }
    }

    @Test("train goes on beside a user's notes, and names the key that has changed")
    func goesOn() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("run"), withIntermediateDirectories: false)
            try Data().write(to: folder.appendingPathComponent("run/log.txt"))
            #expect(try train(study, out: "run").status == 0)
            try Data().write(to: folder.appendingPathComponent("run/notes.txt"))
            #expect(try train(study, out: "run").status == 0)
            let other = try train(study, out: "run", "steps=6")
            #expect(other.status == 1)
            #expect(other.messages.contains("(steps: 4 there, 6 here)"), "\(other.messages)")
        }
    }

    @Test("train does not say that all is well where a finished run has lost its weights")
    func lostWeights() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try train(study, out: "run").status == 0)
            try FileManager.default.removeItem(
                at: folder.appendingPathComponent("run/best.safetensors"))
            let result = try train(study, out: "run")
            #expect(result.status == 1 && result.messages.contains("There is no file"))
            #expect(result.messages.contains("To start over, remove '"))
        }
    }

    @Test("event files and charts do not go into a file, or among a sweep's own files")
    func ofSweeps() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let earlier = try study.snapshot("out")
            for events in ["out", "./out/", "out/trials", "out/trials/x"] {
                let result = try study.varia("table", "out", "--tensorboard", events)
                #expect(result.status == 2 && result.output.isEmpty)
                #expect(result.messages.contains("a folder of its own"), "\(result.messages)")
            }
            for arguments in [
                ["table", "out", "--tensorboard", "text.txt"],
                ["report", "out", "--charts", "text.txt", "--analyze", "none"],
            ] {
                let result = try VariaProcess.run(arguments, in: folder)
                #expect(result.status == 2 && result.output.isEmpty)
                #expect(
                    result.messages.contains(
                        "takes a folder, and not a file, but 'text.txt' was given."))
            }
            // Nothing was written before the mistake was found out.
            #expect(try study.snapshot("out") == earlier)
            let below = try study.varia(
                "report", "out", "--charts", "text.txt/charts", "--analyze", "none")
            #expect(below.status == 1)
            #expect(below.messages.contains("text.txt' cannot be written: a file stands where"))
            let inside = try study.varia("table", "out", "--tensorboard", "out/events")
            #expect(inside.status == 0)
        }
    }
}
