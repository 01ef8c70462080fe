import Foundation
import Reporting
import Testing
import Transformer

@Suite("Table renderers")
struct RendererTests {
    @Test("a terminal's lines are aligned, and plain without colour")
    func terminal() throws {
        let text = TerminalRenderer().render(try SampleSweep.mixed.table())
        let lines = text.split(separator: "\n").map(String.init)
        #expect(!text.contains("\u{1B}"))
        #expect(lines[0] == "sample")
        let place = try #require(lines[1].range(of: "trials")).lowerBound
        let column = lines[1].distance(from: lines[1].startIndex, to: place)
        let statuses = lines[3...6].map { String($0.dropFirst(column)) }
        #expect(statuses == ["3/3", "3/3", "3/3", "0/3, 1 diverged, 1 failed, 1 pending"])
    }

    @Test("a table fits the terminal's width, and says which columns it left out")
    func narrow() throws {
        let text = TerminalRenderer(width: 90).render(try SampleSweep.mixed.table())
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 90 })
        #expect(text.contains("Left out to fit the terminal:"))
        #expect(text.contains("validation loss") && text.contains("trials"))
    }

    @Test("colour marks verdicts, and leaves the columns in line")
    func color() throws {
        let table = try SampleSweep.mixed.table()
        let text = TerminalRenderer(usesColor: true).render(table)
        let green = text.split(separator: "\n").filter { $0.contains("\u{1B}[32mbetter") }
        #expect(green.count == 1 && green[0].contains("narrow"))
        let codes = try Regex("\u{1B}\\[[0-9]+m")
        #expect(text.replacing(codes, with: "") == TerminalRenderer().render(table))
    }

    @Test("a narrow terminal shortens verdicts before it leaves out columns")
    func shortVerdicts() throws {
        var sweep = SampleSweep()
        for (seed, difference) in [(1, 0.02), (2, -0.03), (3, 0.01)] as [(UInt64, Double)] {
            sweep.add("standard", seed: seed, loss: 2)
            sweep.add("narrow", seed: seed, loss: 2 + difference)
        }
        let table = try sweep.table()
        let whole = TerminalRenderer().render(table)
        let width = try #require(whole.split(separator: "\n").map(\.count).max())
        #expect(whole.contains("undecided (about 30 seeds needed)"))
        let narrow = TerminalRenderer(width: width - 5).render(table)
        #expect(narrow.contains("undecided (~30 seeds)") && !narrow.contains("Left out"))
    }

    @Test("curves stand beside their rows, and in no table without them")
    func curves() throws {
        let table = try SampleSweep.mixed.table()
        let name = try #require(table.rows.first).name
        let text = TerminalRenderer(curves: [name: [3, 2, nil, 1]]).render(table)
        let lines = text.split(separator: "\n")
        #expect(lines[1].contains("curve") && lines[3].contains("█▅ ▁"))
        #expect(!TerminalRenderer().render(table).contains("curve"))
    }

    @Test("Markdown has as many cells in each line, and escapes what would end one")
    func markdown() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2, label: "a|b")
        let text = MarkdownRenderer().render(try sweep.table())
        #expect(text.contains("a\\|b"))
        let table = text.replacing("\\|", with: "").split(separator: "\n")
            .filter { $0.hasPrefix("|") }
        #expect(table.count == 3)
        #expect(Set(table.map { $0.count { $0 == "|" } }).count == 1)
    }

    @Test("CSV quotes fields and ends its lines as RFC 4180 asks")
    func csv() throws {
        var sweep = SampleSweep()
        sweep.add("standard", seed: 1, loss: 2.5, label: "a \"b\", c")
        let text = CSVRenderer().render(try sweep.table())
        // A carriage return and a line feed are one Character.
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines[2].isEmpty)
        #expect(lines[0].hasPrefix("case,variant,validationLoss,"))
        #expect(lines[1].hasPrefix("\"a \"\"b\"\", c\",standard,2.5,,"))
    }

    @Test("JSON has every member for every row, null where there is no value")
    func json() throws {
        let text = try JSONRenderer().render(try SampleSweep.mixed.table())
        let page = try JSONValue(json5: Data(text.utf8), source: "table")
        #expect(page.members?["format"] == .integer(1))
        #expect(page.members?["baseline"] == .string("standard"))
        let rows = try #require(page.members?["rows"]?.elements).compactMap(\.members)
        #expect(rows.count == 4)
        #expect(Set(rows.map { $0.keys.sorted() }).count == 1)
        #expect(rows[3]["validationLoss"] == .null && rows[3]["failed"] == .integer(1))
        #expect(rows[0]["axes"] == .object(["heads": .integer(2)]))
        #expect(rows[0]["blocksToReadout"] == .integer(15))
    }

    @Test("JSON has the figures of all comparisons under names that stay")
    func comparisons() throws {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for heads in 1...6 {
            for seed in 1...3 as ClosedRange<UInt64> {
                let values = ["heads": JSONValue.integer(heads)]
                let loss = 2 + 0.1 * Double(heads) + 0.01 * Double(seed * seed)
                sweep.add("standard", seed: seed, loss: loss, values: values)
                sweep.add("narrow", seed: seed, loss: loss - 0.001 * Double(seed), values: values)
            }
        }
        let text = try JSONRenderer().render(try sweep.table())
        let page = try #require(try JSONValue(json5: Data(text.utf8), source: "table").members)
        #expect(page["margin"] == .number(0.01) && page["looks"] == .integer(0))
        func names(_ value: JSONValue?) -> [String]? { value?.members?.keys.sorted() }
        #expect(names(page["overall"]) == ["cells", "leftOut", "variants"])
        #expect(
            names(page["overall"]?.members?["variants"]?.elements?.first)
                == ["adjustedP", "bestCells", "meanRank", "p", "variant"])
        #expect(names(page["importance"]) == ["axes", "inseparable", "rest", "trials"])
        #expect(
            names(page["selection"]) == [
                "best", "compared", "configurations", "honestLoss", "loss", "optimism", "seeds",
            ])
        let rows = try #require(page["rows"]?.elements).compactMap(\.members)
        let row = try #require(rows.first { $0["variant"] == .string("narrow") })
        #expect(row["verdict"] == .string("equivalent") && row["design"] == .string("paired"))
        #expect(row["differencePairs"] == .integer(3) && row["degreesOfFreedom"] == .integer(2))
        for name in ["p", "adjustedP", "differenceDeviation", "seedsNeeded"] {
            #expect(row[name] != nil, "\(name)")
        }
    }
}
