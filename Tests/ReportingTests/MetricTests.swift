import Foundation
import Reporting
import Sweeping
import Testing
import Training
import Transformer

@Suite("Metrics in tables")
struct MetricTests {
    /// Two seeds with figures, one trial from before there were any.
    private static func sweep() -> SampleSweep {
        var sweep = SampleSweep()
        sweep.add(
            "standard", seed: 1, loss: 2, metrics: ["accuracy": 0.25, "trainingLoss": 1, "x": 7])
        sweep.add("standard", seed: 2, loss: 2, metrics: ["accuracy": 0.75, "trainingLoss": 3])
        sweep.add("narrow", seed: 1, loss: 3)
        sweep.add("wide", seed: 1, loss: 4, status: .diverged, metrics: ["accuracy": 0.9])
        return sweep
    }

    private func rows(_ text: String) throws -> [[String: JSONValue]] {
        let page = try JSONValue(json5: Data(text.utf8), source: "table")
        return try #require(page.members?["rows"]?.elements).compactMap(\.members)
    }

    @Test("JSON and CSV have all that were found, as means over seeds, and null for rows without")
    func programs() throws {
        let table = try Self.sweep().table()
        let rows = try rows(try JSONRenderer().render(table))
        #expect(rows[0]["accuracy"] == .number(0.5) && rows[0]["trainingLoss"] == .integer(2))
        #expect(rows[0]["accuracyTrials"] == .integer(2) && rows[0]["xTrials"] == .integer(1))
        let halfWidth = try #require(Statistics.confidenceHalfWidth([0.25, 0.75]))
        #expect(rows[0]["accuracyHalfWidth"] == .number(halfWidth))
        #expect(rows[0]["x"] == .integer(7), "one of another version of Varia")
        #expect(rows[1]["accuracy"] == .null && rows[2]["accuracy"] == .null, "none finished")
        #expect(Set(rows.map { $0.keys.sorted() }).count == 1)
        let lines = CSVRenderer().render(table).split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let column = try #require(lines[0].firstIndex(of: "accuracy"))
        #expect(lines[1][column] == "0.5" && lines[2][column].isEmpty)
        #expect(lines.allSatisfy { $0.count == lines[0].count })
    }

    @Test("a mean of fewer trials than have finished is said to be one")
    func gaps() throws {
        #expect(
            try Self.sweep().table().notes.contains {
                $0.contains("lack a figure, and their means of x are over the others alone")
            })
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2, metrics: ["testLoss": 1, "accuracy": 1])
        sweep.add("standard", seed: 2, loss: 2, metrics: ["accuracy": 1])
        #expect(
            try sweep.table().notes.contains { $0.contains("means of test loss are over") })
        var whole = SampleSweep()
        whole.add("standard", seed: 1, loss: 2, metrics: ["accuracy": 1])
        whole.add("standard", seed: 2, loss: nil, status: .diverged)
        whole.add("narrow", seed: 1, loss: 2)
        #expect(try !whole.table().notes.contains { $0.contains("lack a figure") })
    }

    @Test("people see 'with' only where the variants' column does not spell it")
    func with() throws {
        func header(_ axes: [String]) throws -> (text: String, csv: String) {
            var sweep = SampleSweep(axes: axes)
            for name in ["a", "b"] {
                sweep.add(
                    "standard+\(name)", seed: 1, loss: 2,
                    values: ["with": .array([.string(name)]), "heads": .integer(2)])
            }
            let table = try sweep.table()
            let text = TerminalRenderer().render(table).split(separator: "\n")[1]
            let csv = CSVRenderer().render(table).split(separator: "\r\n")[0]
            return (String(text), String(csv))
        }
        let spelled = try header(["heads", "with", "seed"])
        #expect(!spelled.text.contains("with") && spelled.text.contains("heads"))
        #expect(spelled.csv.hasPrefix("case,variant,heads,with,"))
        #expect(try header(["variant", "heads", "with", "seed"]).text.contains("with"))
    }

    @Test("a time has three significant figures, and a note that it is the machine's")
    func times() throws {
        var sweep = SampleSweep()
        sweep.add(
            "standard", seed: 1, loss: 2, metrics: ["sampleSeconds": 0.012345, "accuracy": 0.5])
        sweep.add(
            "standard", seed: 2, loss: 2, metrics: ["sampleSeconds": 0.012345, "accuracy": 0.5])
        let text = MarkdownRenderer().render(try sweep.table(columns: [.sampleSeconds, .accuracy]))
        #expect(text.contains("| 0.0123 ± 0 |") && text.contains("| 0.5000 ± 0.0000 |"))
        #expect(text.contains("'sample seconds' depends on the machine"))
        #expect(Metric.sampleSeconds.text(12.345) == "12.3")
    }

    @Test("a table without any is what it was")
    func none() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2)
        #expect(!CSVRenderer().render(try sweep.table()).contains("ccuracy"))
        #expect(!(try JSONRenderer().render(try sweep.table()).contains("ccuracy")))
        #expect(!TerminalRenderer().render(try sweep.table()).contains("ccuracy"))
    }

    @Test("people see those that the spec or the command line names, the latter first")
    func people() throws {
        var sweep = Self.sweep()
        func titles(_ columns: [Metric]? = nil) throws -> [String] {
            let text = MarkdownRenderer().render(try sweep.table(columns: columns))
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("|") })
            return line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        #expect(try !titles().contains("accuracy"))
        sweep.spec = ["columns": .array([.string("accuracy"), .string("testLoss")])]
        #expect(try titles().contains("accuracy"))
        #expect(try !titles().contains("test loss"), "no row has it")
        #expect(try titles([.trainingLoss]).contains("training loss"))
        #expect(try !titles([.trainingLoss]).contains("accuracy"))
        let text = TerminalRenderer().render(try sweep.table())
        #expect(text.contains("0.5000 ± "))
    }

    @Test("a test's figures are shown wherever there is a test part")
    func test() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2, metrics: ["testLoss": 2.5, "testAccuracy": 0.125])
        let text = TerminalRenderer().render(try sweep.table())
        for part in ["test loss", "2.5000", "test accuracy", "0.1250"] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
