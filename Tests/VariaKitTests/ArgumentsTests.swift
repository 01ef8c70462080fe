import Testing
import VariaKit

@Suite("Reading a command line")
struct ArgumentsTests {
    private static let jobs = CommandOption("--jobs", "N", "")
    private static let set = CommandOption("--set", "key=value", repeats: true, "")
    private static let dry = CommandOption(flag: "--dry-run", "")
    private static let usage = CommandUsage(
        "sweep", summary: "Run trials",
        operands: [Operand("SPEC", ""), Operand("REST", count: 0...1, "")],
        options: [jobs, set, dry])

    private func read(_ words: String...) throws -> Arguments {
        try Arguments(words, usage: Self.usage)
    }

    @Test("options may stand anywhere, with their value attached or after them")
    func places() throws {
        let arguments = try read("--set", "a=1", "x", "--jobs=3", "--set=b=2=c", "--dry-run")
        #expect(arguments.operands == ["x"])
        #expect(try arguments.integer(Self.jobs, in: 1...8) == 3)
        #expect(arguments.values(Self.set) == ["a=1", "b=2=c"])
        #expect(arguments.has(Self.dry))
    }

    @Test("after -- everything is an operand, and a single - is one too")
    func terminator() throws {
        #expect(try read("-", "--", "--jobs").operands == ["-", "--jobs"])
    }

    @Test("what is wrong is told apart")
    func mistakes() {
        let cases: [([String], UsageError)] = [
            (["x", "--job", "3"], .unknownOption("--job", command: "sweep", nearest: "--jobs")),
            (["x", "--jobs"], .missingValue(option: "--jobs", value: "N")),
            (["x", "--dry-run=1"], .valueForFlag(option: "--dry-run", value: "1")),
            (["x", "--jobs", "1", "--jobs", "2"], .repeated(option: "--jobs")),
            ([], .missingOperand("SPEC", command: "sweep")),
            (["x", "y", "z"], .surplusOperand("z", command: "sweep")),
        ]
        for (words, expected) in cases {
            #expect(throws: expected) { try Arguments(words, usage: Self.usage) }
        }
    }

    @Test("a value outside its range is refused with what is allowed")
    func ranges() throws {
        for text in ["0", "9", "two", "1.5"] {
            let arguments = try read("x", "--jobs", text)
            let error = #expect(throws: UsageError.self) {
                try arguments.integer(Self.jobs, in: 1...8)
            }
            #expect(error?.description.contains("a whole number from 1 to 8") == true)
        }
    }

    @Test("the help names every operand and option")
    func help() {
        for word in [
            "varia sweep SPEC [REST] [options]", "--jobs N", "--set key=value ...", "--dry",
        ] {
            #expect(Self.usage.help.contains(word))
        }
    }
}
