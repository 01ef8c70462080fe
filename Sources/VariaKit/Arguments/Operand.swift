/// What the command line and its help need to know of one operand: an argument that has its meaning
/// from its place.
package struct Operand: Hashable, Sendable {
    /// As the help spells it: `SPEC`.
    package let name: String
    /// How many arguments it takes.
    package let count: ClosedRange<Int>
    /// What it stands for, for the help.
    package let summary: String

    package init(_ name: String, count: ClosedRange<Int> = 1...1, _ summary: String) {
        self.name = name
        self.count = count
        self.summary = summary
    }

    /// As the usage line spells it: `SPEC`, `[NAME]`, `V...`.
    var spelling: String {
        let one = count.upperBound > 1 ? name + "..." : name
        return count.lowerBound == 0 ? "[\(one)]" : one
    }
}
