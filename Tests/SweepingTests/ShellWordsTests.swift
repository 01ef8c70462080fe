import Sweeping
import Testing

@Suite("Words of a shell")
struct ShellWordsTests {
    @Test(
        "are told apart by white space outside of quotation marks",
        arguments: [
            ("", []), ("  ", []), ("a", ["a"]), (" a  b\tc ", ["a", "b", "c"]),
            ("--x='a b'", ["--x=a b"]), ("\"a b\"c", ["a bc"]), ("a\\ b", ["a b"]),
            ("'a\\b'", ["a\\b"]), ("\"a\\\"b\"", ["a\"b"]), ("''", [""]), ("a'' \"\"", ["a", ""]),
            ("\"it's\"", ["it's"]),
        ] as [(String, [String])])
    func words(_ line: String, _ expected: [String]) {
        #expect(ShellWords.split(line) == expected)
    }

    @Test(
        "are none where a quotation mark is open, or nothing follows a backslash",
        arguments: ["'", "a\"b", "'a\"", "a\\"])
    func open(_ line: String) {
        #expect(ShellWords.split(line) == nil)
    }
}
