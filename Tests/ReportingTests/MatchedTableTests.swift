import Foundation
import Reporting
import Sweeping
import TestSupport
import Testing
import Transformer
import Variants

@Suite("A table of matched variants")
struct MatchedTableTests {
    /// The table of a sweep that was opened and never run.
    private func table(_ spec: String) throws -> ResultsTable {
        try TemporaryFolder.with { root in
            let spec = try SweepSpec(json5: Data(spec.utf8), source: "a.json5", folder: root)
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            try directory.open(for: PreparedSweep(try spec.plan(catalogue: standardCatalogue)))
            return try ResultsTable(try SweepResults.read(directory.root))
        }
    }

    private static let spec = """
        { name: "matched", match: "parameters", data: { corpus: "grammar", length: 4000 },
          base: { layers: 1, heads: 4, blockSize: 8, batch: 2, steps: 2 },
          grid: { variant: ["standard", "embedding-gating", "bigram"], width: [32] } }
        """

    @Test("shows the width and by how much it misses, and says what is matched")
    func columns() throws {
        let table = try table(Self.spec)
        let row = try #require(table.rows.first { $0.variant == "embedding-gating" })
        let match = try #require(row.match)
        #expect(match.width < 32)
        let text = TerminalRenderer().render(table)
        #expect(text.contains("cost vs standard") && text.contains("matched width"))
        #expect(text.contains("\(match.missText) parameters"))
        #expect(table.rows.first { $0.variant == "standard" }?.match == nil)
        let note = try #require(table.notes.first { $0.contains("Widths are matched") })
        #expect(note.contains("the number of its parameters is nearest to that of 'standard'"))
        #expect(note.contains("Warning: no width brings bigram within 10%"))
    }

    @Test("has fields for programs, which other tables do not have")
    func fields() throws {
        let matched = try JSONRenderer().render(try table(Self.spec))
        let page = try JSONDecoder().decode(JSONValue.self, from: Data(matched.utf8))
        let rows = try #require(page.members?["rows"]?.elements).compactMap(\.members)
        let row = try #require(rows.first { $0["variant"] == .string("embedding-gating") })
        guard case .number(let miss)? = row["matchMiss"], case .integer? = row["matchedWidth"]
        else {
            Issue.record("\(row)")
            return
        }
        #expect(abs(miss) < 0.1)
        #expect(row["matchedCost"] == .string("parameters"))
        let plain = try table(Self.spec.replacing("match: \"parameters\",", with: ""))
        let text = try JSONRenderer().render(plain)
        #expect(!text.contains("matchMiss"))
        #expect(!TerminalRenderer().render(plain).contains("cost vs"))
        #expect(CSVRenderer().render(try table(Self.spec)).contains("matchedCost,matchMiss"))
    }

    @Test("names a miss with its sign, and one that rounds to nothing without a minus")
    func misses() {
        func text(_ miss: Double) -> String {
            WidthMatch(
                cost: .flops, baseline: "a", specifiedWidth: 8, width: 8, miss: miss
            ).missText
        }
        #expect(text(0.0042) == "+0.4%" && text(-0.0042) == "-0.4%")
        #expect(text(-0.0004) == "+0.0%" && text(1.5) == "+150.0%")
    }
}
