import Sweeping
import Testing

@Suite("Tables of text")
struct TextTableTests {
    private let rows = [["name", "n", "note"], ["a", "12,345", ""], ["longer", "1", "more"]]

    @Test("columns line up at the edge that they are to have, and lines end with their text")
    func alignment() {
        #expect(
            TextTable(rows, left: [0, 2]).lines == [
                "name         n  note", "a       12,345", "longer       1  more",
            ])
        #expect(TextTable(rows).lines[1] == "     a  12,345")
    }

    @Test("a rule as wide as the columns stands below the head")
    func rule() {
        let lines = TextTable(rows, left: [0]).ruledLines
        #expect(lines.count == 4 && lines[1] == "──────  ──────  ────")
        #expect(lines[0] + lines[2] == "name         n  notea       12,345")
        #expect(TextTable([]).lines.isEmpty)
    }
}
