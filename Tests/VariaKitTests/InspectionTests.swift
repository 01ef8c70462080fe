import Foundation
import TestSupport
import Testing

@Suite("Commands that look at models and data")
struct InspectionTests {
    private func json(_ arguments: [String]) throws -> Any {
        let result = try VariaProcess.run(arguments)
        #expect(result.status == 0)
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    }

    @Test("variants lists every variant with its options, as JSON too")
    func variants() throws {
        let list = try #require(try json(["variants", "--json"]) as? [[String: Any]])
        let names = list.compactMap { $0["name"] as? String }
        #expect(names.contains("standard") && names.contains("bottleneck"))
        let bottleneck = try #require(list.first { $0["name"] as? String == "bottleneck" })
        #expect((bottleneck["options"] as? [String: Any])?["divisor"] as? Int == 8)
        let text = try VariaProcess.run(["variants"]).output
        for name in names { #expect(text.contains("  \(name) ")) }
    }

    @Test("summary counts the parameters of a small GPT")
    func summary() throws {
        let arguments = [
            "summary", "--variant", "tied-embeddings", "--set", "layers=6", "--set", "heads=6",
            "--set", "width=384", "--set", "blockSize=256", "--set", "vocabulary=65",
        ]
        let text = try VariaProcess.run(arguments).output
        #expect(text.contains("10,745,088"))
        let summary = try #require(try json(arguments + ["--json"]) as? [String: Any])
        let parameters = try #require(summary["parameters"] as? [String: Any])
        #expect(parameters["total"] as? Int == 10_745_088)
        #expect(parameters["readout"] as? Int == 0)
        #expect(try #require(summary["peakMemoryBytes"] as? Int) > 4 * 4 * 10_745_088)
        let layers = try #require(summary["layers"] as? [[String: Any]])
        let sum = layers.compactMap { $0["parameters"] as? Int }.reduce(0, +)
        #expect(sum == 10_745_088)
    }

    @Test("describing the built-in corpus shows its floor")
    func describe() throws {
        let corpus = try #require(
            try json(["data", "describe", "grammar", "--json"]) as? [String: Any])
        #expect(try #require(corpus["floor"] as? Double) > 0)
        #expect(try VariaProcess.run(["data", "list"]).output.contains("tinyshakespeare"))
    }

    @Test("a file that does not exist, or is none of Varia's, ends with 1 and a sentence")
    func missingFiles() throws {
        try TemporaryFolder.with { folder in
            let text = folder.appendingPathComponent("text.safetensors")
            try Data("not tensors at all".utf8).write(to: text)
            let cases = [
                ["table", folder.path], ["sample", folder.path], ["sample", text.path],
                ["parity", text.path], ["parity", folder.appendingPathComponent("none").path],
                ["data", "describe", folder.appendingPathComponent("none").path],
            ]
            for arguments in cases {
                let result = try VariaProcess.run(arguments)
                #expect(result.status == 1 && result.output.isEmpty)
                #expect(result.messages.contains(folder.lastPathComponent))
            }
        }
    }

    @Test("check exchanges initial values for others unless they were asked for")
    func checkInitialization() throws {
        let arguments = ["check", "no-norm+no-residual", "--set", "layers=2"]
        let free = try VariaProcess.run(arguments)
        #expect(free.status == 0, "\(free.output)")
        #expect(free.output.contains("not from those of \"gpt2\""))
        let fixed = try VariaProcess.run(arguments + ["--set", "initialization=gpt2"])
        #expect(fixed.status == 1)
        #expect(fixed.output.contains("FAIL  learning"), "\(fixed.output)")
    }
}
