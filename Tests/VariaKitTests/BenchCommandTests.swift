import Foundation
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

    @Test("a Python without torch is said to be one")
    func noTorch() throws {
        let result = try VariaProcess.run([
            "bench", "--size", "micro", "--variant", "tied-embeddings", "--seconds", "0",
            "--pytorch", "no-such-python",
        ])
        #expect(result.status == 1)
        #expect(result.messages.contains("takes a Python that has torch"))
    }
}
