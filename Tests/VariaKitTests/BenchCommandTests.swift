import Foundation
import TestSupport
import Testing

@Suite("varia bench")
struct BenchCommandTests {
    /// What the stable JSON holds.
    private struct Report: Decodable {
        let size: String
        let variant: String
        let millisecondsPerStep: Double
        let steps: Int
        let tokensPerSecond: Double
        let ratio: Double?
        let plannedBytes: Int
        let memoryBytes: Int?
    }

    /// The same of `--start`.
    private struct Start: Decodable {
        let size: String
        let variant: String
        let secondsToFirstStep: Double
        let runs: Int
        let ratio: Double?
    }

    @Test("it times what it is asked to time, and tells it as JSON")
    func json() throws {
        let result = try VariaProcess.run([
            "bench", "--size", "micro", "--variant", "standard", "--variant", "soft-window",
            "--seconds", "0", "--json",
        ])
        #expect(result.status == 0)
        let reports = try JSONDecoder().decode([Report].self, from: Data(result.output.utf8))
        #expect(reports.map(\.variant) == ["standard", "soft-window"])
        for report in reports {
            #expect(report.size == "micro" && report.steps >= 5 && report.ratio == nil)
            #expect(report.millisecondsPerStep > 0 && report.tokensPerSecond > 0)
            #expect(report.plannedBytes > 1_000_000)
        }
    }

    #if os(Linux)
        @Test("the steps of a model of some size take the memory that was planned for them")
        func memory() throws {
            let result = try VariaProcess.run([
                "bench", "--size", "baby", "--set", "layers=2", "--set", "batch=4", "--variant",
                "soft-window", "--seconds", "0", "--json",
            ])
            let reports = try JSONDecoder().decode([Report].self, from: Data(result.output.utf8))
            let report = try #require(reports.first)
            let taken = try #require(report.memoryBytes)
            let share = Double(taken) / Double(report.plannedBytes)
            // The library's buffers come on top, some 10 MB whatever the model.
            #expect(0.95...1.1 ~= share, "\(taken) bytes of \(report.plannedBytes)")
            #expect(result.messages.contains("memory: "))
        }
    #endif

    @Test("whole commands have a validation part for the block size that is asked for")
    func startOfLongBlocks() throws {
        let result = try VariaProcess.run([
            "bench", "--start", "--size", "micro", "--variant", "tied-embeddings", "--seconds", "0",
            "--set", "blockSize=128", "--set", "batch=2",
        ])
        #expect(result.status == 0, "\(result.messages)")
    }

    @Test("it times whole commands, and says how long")
    func start() throws {
        let common = [
            "bench", "--start", "--size", "micro", "--variant", "tied-embeddings", "--seconds", "0",
        ]
        let text = try VariaProcess.run(common)
        #expect(text.status == 0)
        #expect(text.output.contains("from the command to the end of its first step"))
        let json = try VariaProcess.run(common + ["--json"])
        let reports = try JSONDecoder().decode([Start].self, from: Data(json.output.utf8))
        #expect(reports.map(\.size) == ["micro"] && reports.map(\.runs) == [5])
        #expect(reports.allSatisfy { $0.secondsToFirstStep > 0 && $0.ratio == nil })
    }

    @Test("what does not go together is refused")
    func conflicts() throws {
        for other in ["--start", "--json"] {
            let result = try VariaProcess.run(["bench", "--profile", other])
            #expect(result.status == 2 && result.messages.contains("leave out \(other)"))
        }
        let python = ["--pytorch", "python3"]
        let profile = try VariaProcess.run(["bench", "--profile"] + python)
        #expect(profile.status == 2 && profile.messages.contains("leave out --pytorch"))
        for (setting, words) in [
            ("embeddingDropout=0.1", "--set embeddingDropout"), ("activation=relu", "'relu'"),
        ] {
            let result = try VariaProcess.run(
                ["bench", "--size", "micro", "--variant", "tied-embeddings", "--set", setting]
                    + python)
            #expect(result.status == 2 && result.messages.contains(words), "\(result.messages)")
        }
    }

    @Test("PyTorch times the model that Varia times, whatever is set")
    func sameModel() throws {
        try TemporaryFolder.with { folder in
            let speed = folder.appendingPathComponent("Results/speed")
            try FileManager.default.createDirectory(at: speed, withIntermediateDirectories: true)
            try Data().write(to: speed.appendingPathComponent("pytorch_step.py"))
            let python = folder.appendingPathComponent("python")
            let script = """
                #!/bin/sh
                echo "$*" >> '\(python.path).words'
                echo '{"millisecondsPerStep": 1, "mode": "eager", "memoryBytes": 1}'

                """
            try Data(script.utf8).write(to: python)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: python.path)
            let settings = [
                "layers=1", "heads=4", "width=48", "blockSize=24", "batch=3", "dropout=0.25",
                "vocabulary=31", "bias=true", "activation=gelu-tanh",
            ]
            let result = try VariaProcess.run(
                [
                    "bench", "--size", "micro", "--variant", "tied-embeddings", "--seconds", "0",
                    "--pytorch", python.path, "--json",
                ] + settings.flatMap { ["--set", $0] }, in: folder)
            try #require(result.status == 0, "\(result.messages)")
            let reports = try JSONDecoder().decode([Report].self, from: Data(result.output.utf8))
            #expect(reports.map { $0.ratio != nil } == [true])
            let words = try String(contentsOfFile: python.path + ".words", encoding: .utf8)
            for option in [
                "--layers 1 ", "--heads 4 ", "--width 48 ", "--block-size 24 ", "--batch 3 ",
                "--dropout 0.25 ", "--vocabulary 31 ", "--activation gelu-tanh ", "--bias",
            ] {
                #expect(words.contains(option), "\(words)")
            }
        }
    }

    @Test("a table names sizes and variants, and a profile what a step consists of")
    func text() throws {
        let common = ["bench", "--size", "micro", "--variant", "standard", "--seconds", "0"]
        let table = try VariaProcess.run(common)
        #expect(table.status == 0)
        #expect(table.output.contains("ms/step") && table.output.contains("micro  standard"))
        let profile = try VariaProcess.run(common + ["--profile"])
        #expect(profile.status == 0)
        for part in ["product, ", "kernel, ", "gather", "optimiser"] {
            #expect(profile.output.contains(part))
        }
    }

    @Test("a number of tokens takes the place of a size's number of sequences")
    func batchTokens() throws {
        func plannedBytes(_ setting: String) throws -> Int? {
            let result = try VariaProcess.run([
                "bench", "--size", "micro", "--variant", "standard", "--seconds", "0", "--json",
                "--set", setting,
            ])
            #expect(result.status == 0, "\(result.messages)")
            return try JSONDecoder().decode([Report].self, from: Data(result.output.utf8)).first?
                .plannedBytes
        }
        #expect(try plannedBytes("batchTokens=64") == plannedBytes("batch=4"))
    }

    @Test("a Python without torch is said to be one")
    func noTorch() throws {
        let result = try VariaProcess.run([
            "bench", "--size", "micro", "--variant", "tied-embeddings", "--seconds", "0",
            "--pytorch", "no-such-python",
        ])
        #expect(result.status == 1)
        // Before the first size is prepared, which says what memory it takes.
        #expect(result.messages.split(separator: "\n").count == 1)
        #expect(result.messages.contains("takes a Python that has torch"))
    }
}
