import Foundation
import TestSupport
import Testing

/// With the processor's bfloat16 taken away, or emulated: the same on every machine.
@Suite("Trials in bf16")
struct PrecisionCommandTests {
    private static let without = ["VARIA_BF16": "none"]
    private static let emulated = ["VARIA_BF16": "emulated"]

    private func train(
        _ precision: String, in folder: URL, to out: String, environment: [String: String]
    ) throws -> (result: VariaProcess.Result, losses: [Double]) {
        let keys = [
            "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2",
            "steps=4", "warmup=1", "evaluateEvery=2", "precision=\(precision)",
        ]
        let result = try VariaProcess.run(
            ["train", "--out", out] + keys.flatMap { ["--set", $0] }, in: folder,
            environment: environment)
        let metrics = try String(
            contentsOf: folder.appendingPathComponent("\(out)/metrics.jsonl"), encoding: .utf8)
        let losses = try metrics.split(separator: "\n").map { line in
            let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return (record as? [String: Any])?["validationLoss"] as? Double ?? .nan
        }
        return (result, losses)
    }

    private func sentences(_ text: String) -> Int {
        text.components(separatedBy: "There is no bfloat16 here").count - 1
    }

    @Test("training and evaluation round, and give nearly the losses of single precision")
    func training() throws {
        try TemporaryFolder.with { folder in
            _ = try SmallStudy(in: folder)
            let single = try train("fp32", in: folder, to: "a", environment: Self.emulated)
            let rounded = try train("bf16", in: folder, to: "b", environment: Self.emulated)
            for run in [single, rounded] {
                #expect(run.result.status == 0 && sentences(run.result.messages) == 0)
                #expect(run.losses.count == 3)
            }
            // Before the first step, it is the evaluation alone that rounds.
            for (a, b) in zip(single.losses, rounded.losses) {
                #expect(a != b && abs(a - b) < 0.01)
            }
        }
    }

    @Test("without bfloat16, one sentence says so, and single precision runs")
    func fallback() throws {
        try TemporaryFolder.with { folder in
            _ = try SmallStudy(in: folder)
            let single = try train("fp32", in: folder, to: "a", environment: Self.without)
            #expect(sentences(single.result.messages) == 0)
            let asked = try train("bf16", in: folder, to: "b", environment: Self.without)
            #expect(asked.result.status == 0 && sentences(asked.result.messages) == 1)
            #expect(asked.losses == single.losses)
            // They are different trials all the same: the machine decides what ran, not what was
            // asked for.
            let other = try train("fp32", in: folder, to: "b", environment: Self.without)
            #expect(other.result.status == 1)
        }
    }

    @Test("a sweep has it as an axis, says the sentence once, and records what ran")
    func sweep() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(spec: SmallStudy.spec(grid: ", precision: [\"fp32\", \"bf16\"]"))
            for (out, environment, ran) in [
                ("none", Self.without, nil), ("emulated", Self.emulated, "bf16, emulated"),
            ] {
                let result = try VariaProcess.run(
                    ["sweep", "small.json5", "--out", out], in: folder, environment: environment)
                #expect(result.status == 0, "\(result.messages)")
                #expect(sentences(result.messages) == (ran == nil ? 1 : 0))
                #expect(result.output.contains("ran in fp32") == (ran == nil))
                let records = try String(
                    contentsOf: folder.appendingPathComponent("\(out)/trials.jsonl"),
                    encoding: .utf8)
                let runs = try records.split(separator: "\n").map { line in
                    let record = try JSONSerialization.jsonObject(with: Data(line.utf8))
                    return (record as? [String: Any]) ?? [:]
                }
                #expect(runs.count == 4)
                for record in runs {
                    let cell = record["cell"] as? [String: Any]
                    let run = record["run"] as? [String: Any]
                    let expected = cell?["precision"] as? String == "bf16" ? ran : nil
                    #expect(run?["precision"] as? String == expected)
                }
            }
        }
    }

    @Test("bench and summary take it")
    func others() throws {
        let bench = try VariaProcess.run(
            [
                "bench", "--size", "micro", "--variant", "standard", "--seconds", "0", "--set",
                "precision=bf16", "--profile",
            ], environment: Self.emulated)
        #expect(bench.status == 0 && bench.output.contains("bf16 product"))
        let summary = try VariaProcess.run(
            ["summary", "--set", "precision=bf16"], environment: Self.without)
        #expect(summary.status == 0 && sentences(summary.messages) == 1)
    }
}
