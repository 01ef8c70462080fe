import Foundation
import TestSupport
import Testing

@Suite("varia sweep and what follows it")
struct SweepCommandTests {
    @Test("a sweep prints a table; the same command again runs nothing and prints the same")
    func again() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            let first = try study.varia("sweep", "small.json5", "--jobs", "2")
            #expect(first.status == 0, "\(first.messages)")
            #expect(first.output.contains("soft-window") && first.output.contains("2/2"))
            #expect(!first.output.contains("\u{1B}") && !first.messages.contains("\u{1B}"))
            let kept = try study.snapshot("Results/small")
            for file in ["table.md", "table.csv", "trials.jsonl", "sweep.json"] {
                #expect(kept[file] != nil, "\(file)")
            }
            let second = try study.varia("sweep", "small.json5")
            #expect(second.status == 0 && second.output == first.output)
            #expect(try study.snapshot("Results/small") == kept)
        }
    }

    @Test("a table in every format, a baseline of one's own, and text from a trial")
    func afterwards() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(variants: "\"standard\", \"soft-window\""))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let csv = try study.varia("table", "out", "--format", "csv")
            #expect(csv.output.split(separator: "\r\n").count == 3)
            let markdown = try study.varia("table", "out", "--format", "markdown")
            #expect(markdown.output.contains("| variant |"))
            let json = try study.varia(
                "table", "out", "--format", "json", "--baseline", "soft-window")
            let table = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((table as? [String: Any])?["baseline"] as? String == "soft-window")
            let unknown = try study.varia("table", "out", "--baseline", "softwindow")
            #expect(unknown.status == 2 && unknown.output.isEmpty)
            #expect(unknown.messages.contains("--baseline"))
            #expect(unknown.messages.contains("it has 'soft-window' and 'standard'"))

            let probes = try study.varia("probes", "out")
            #expect(probes.status == 0)
            #expect(probes.output.contains("soft-window: window in attn, mean, mean over 2 trials"))
            for format in [[], ["--json"]] {
                let unknownProbe = try VariaProcess.run(
                    ["probes", "out", "--probe", "window", "--probe", "widow"] + format,
                    in: folder)
                #expect(unknownProbe.status == 1 && unknownProbe.output.isEmpty)
                #expect(
                    unknownProbe.messages.contains(
                        "recorded 'widow'; what it recorded is 'window', of which 'window' is the"))
            }
            let unmeasured = try study.varia("table", "out", "--columns", "wordOverlap")
            #expect(unmeasured.status == 0)
            #expect(unmeasured.messages.contains("No finished trial in out has 'wordOverlap'"))

            let trials = folder.appendingPathComponent("out/trials")
            let trial = try #require(
                try FileManager.default.contentsOfDirectory(atPath: trials.path).first)
            let sample = try study.varia(
                "sample", "out/trials/\(trial)", "--prompt", "the ", "--tokens", "5")
            #expect(sample.status == 0, "\(sample.messages)")
            #expect(sample.output.hasPrefix("the ") && sample.output.count == 10)
        }
    }

    @Test("a dry run shows the trials and writes nothing")
    func dryRun() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let result = try study.varia("sweep", "small.json5", "--dry-run")
            #expect(result.status == 0 && result.output.contains("2 trials"))
            let results = folder.appendingPathComponent("Results").path
            #expect(!FileManager.default.fileExists(atPath: results))
        }
    }

    @Test("a dry run forecasts a model that no machine holds, at once and without making it")
    func enormous() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let text = SmallStudy.spec(grid: ", width: [8, 16384]")
                .replacing("batch: 2", with: "batch: 512")
                .replacing("layers: 1", with: "layers: 64")
            try study.write(spec: text)
            let result = try study.varia("sweep", "small.json5", "--dry-run", "--jobs", "4")
            #expect(result.status == 0, "\(result.messages)")
            #expect(result.output.contains("4 trials") && result.output.contains("GiB  ~"))
            #expect(result.output.contains("is extrapolated"))
            #expect(result.output.contains("make the batch or the model smaller"))
            let alone = try study.varia(
                "sweep", "small.json5", "--dry-run", "--set", "width=16384")
            #expect(alone.status == 0 && alone.output.contains("not timed"))
            #expect(alone.output.contains("No model was timed"))
        }
    }

    @Test("train prints a line per epoch, in time, losses and a mark at each new best")
    func epochs() throws {
        try TemporaryFolder.with { folder in
            _ = try SmallStudy(in: folder)
            let arguments =
                ["train", "--out", "run"]
                + [
                    "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=100",
                    "epochs=3", "warmup=1", "learningRate=0.01", "evaluateAtStart=false",
                ].flatMap { ["--set", $0] }
            let result = try VariaProcess.run(arguments, in: folder)
            #expect(result.status == 0, "\(result.messages)")
            let lines = result.output.split(separator: "\n")
            #expect(lines.count == 3)
            for (epoch, line) in lines.enumerated() {
                let parts = line.split(separator: "\t")
                #expect(parts.count == 6)
                let time = #/(\d+)/3 -- \d+\.\d\ds /#
                #expect(parts[0].wholeMatch(of: time)?.1 == "\(epoch)", "\(line)")
                #expect(parts[1] == "Train loss " && parts[3] == "Eval loss ")
                for loss in [parts[2], parts[4]] {
                    #expect(loss.wholeMatch(of: #/\d\.\d{4} /#) != nil, "\(line)")
                }
                #expect(parts[5] == "<<")
            }
            // Evaluated at other steps, there is no line per epoch.
            let others = arguments.filter { !["--out", "run"].contains($0) }
            let inSteps = try VariaProcess.run(
                others + ["--set", "evaluateEvery=4"], in: folder)
            #expect(inSteps.status == 0 && inSteps.output.hasPrefix("step "))
        }
    }

    @Test("train prints a line per evaluation, and goes on where it stopped")
    func train() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let arguments =
                ["train", "--variant", "soft-window", "--out", "run"]
                + [
                    "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2",
                    "steps=6", "warmup=1", "evaluateEvery=2",
                ].flatMap { ["--set", $0] }
            let first = try VariaProcess.run(arguments, in: folder)
            #expect(first.status == 0, "\(first.messages)")
            let steps = first.output.split(separator: "\n").map { $0.prefix(8) }
            #expect(steps == ["step 0/6", "step 2/6", "step 4/6", "step 6/6"])
            let kept = try study.snapshot("run")["best.safetensors"]
            let second = try VariaProcess.run(arguments, in: folder)
            #expect(second.status == 0 && second.output.isEmpty)
            #expect(second.messages.contains("Resumed after step 6 of 6"))
            #expect(try study.snapshot("run")["best.safetensors"] == kept)
            let sample = try study.varia("sample", "run", "--tokens", "3", "--temperature", "0")
            #expect(sample.status == 0 && sample.output.count == 4)
        }
    }
}
