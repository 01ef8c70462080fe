import Foundation
import Testing
import Transformer

@Suite("JSON5")
struct JSON5ParserTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue(json5: Data(text.utf8), source: "sweep.json5")
    }

    @Test(
        "Numbers of every form, whole ones apart",
        arguments: [
            ("12", JSONValue.integer(12)), ("-3", .integer(-3)), ("+4", .integer(4)),
            ("0x1F", .integer(31)), ("-0xa", .integer(-10)), ("1.5", .number(1.5)),
            (".5", .number(0.5)), ("5.", .number(5)), ("-.5e1", .number(-5)),
            ("1e-3", .number(0.001)), ("5.E2", .number(500)), ("2.0", .number(2)),
            ("-Infinity", .number(-.infinity)), ("1e999", .number(.infinity)),
            ("10000000000000000000", .number(1e19)),
        ])
    func numbers(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
        #expect(try parse(" [\(text)]// end") == .array([value]))
    }

    @Test("Strings with either quote and every escape")
    func strings() throws {
        #expect(try parse(#"'a"b\'\n\t\x41\u00e9\ud83d\ude00\0\q'"#) == .string("a\"b'\n\tAé😀\0q"))
        #expect(try parse("\"two \\\nlines\"") == .string("two lines"))
        #expect(try parse(#"["", '']"#) == .array([.string(""), .string("")]))
    }

    @Test("Bare keys, comments and trailing commas")
    func structure() throws {
        let value = try parse("\u{FEFF}/* a */ { $a_1: [1, 2,], 'b c': {}, // d\n null: null, }\n")
        #expect(
            value
                == .object([
                    "$a_1": .array([.integer(1), .integer(2)]), "b c": .object([:]), "null": .null,
                ]))
    }

    @Test(
        "A mistake is named with its line and column",
        arguments: [
            ("{ a: 1,\n  b: }", "at line 2, column 6, a value is expected, not '}'"),
            ("{ a: 1\n  b: 2 }", "at line 2, column 3, ',' or '}' is expected, not 'b'"),
            ("{ a 1 }", "at line 1, column 5, ':' after the key 'a' is expected, not '1'"),
            ("{ a: 1, a: 2 }", "at line 1, column 9, the key 'a' is given twice"),
            ("{ a: 1", "at line 1, column 7, ',' or '}' is expected, not the end of the text"),
            ("", "at line 1, column 1, a value is expected, not the end of the text"),
            ("[1] 2", "at line 1, column 5, the end of the text is expected, not '2'"),
            ("[,]", "at line 1, column 2, a value is expected, not ','"),
            ("{ a: 'x }", "at line 1, column 6, a string starts and does not end on its line"),
            ("/* a", "at line 1, column 1, a comment starts and does not end"),
            ("[1.2.3]", "at line 1, column 2, '1.2.3' is not a number"),
            ("[1x]", "at line 1, column 2, '1x' is not a number"),
            ("[-]", "at line 1, column 2, '-' is not a number"),
            ("[maybe]", "at line 1, column 2, a value is expected, not 'm'"),
            (#"'\ud800'"#, "at line 1, column 8, half of a surrogate pair stands alone"),
        ])
    func mistakes(text: String, reason: String) {
        do {
            let value = try parse(text)
            Issue.record("'\(text)' was read as \(value)")
        } catch {
            #expect("\(error)" == "sweep.json5: the text is not JSON5: \(reason).")
        }
    }

    @Test("Deep nesting and bytes that are no text are refused")
    func hostile() {
        #expect(throws: ConfigurationError.self) {
            try parse(String(repeating: "[", count: 100_000))
        }
        #expect(throws: ConfigurationError.self) {
            try JSONValue(json5: Data([0x7B, 0xFF, 0x7D]), source: "x")
        }
    }

    @Test("It agrees with Foundation's reader on JSON")
    func foundation() throws {
        let text = #"{"a": [1, -2.5, 1e2, true, null, {"b": "x\u00e9\"\\"}], "c": {}, "d": [[]]}"#
        let expected = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        // Foundation takes 1e2 for a whole number.
        #expect(try parse(text.replacing("1e2", with: "100")) == expected)
    }

    @Test(
        "An argument is JSON5 where it is, otherwise a string",
        arguments: [
            ("4", JSONValue.integer(4)), ("1e-3", .number(0.001)), ("true", .boolean(true)),
            ("[1, 2]", .array([.integer(1), .integer(2)])), ("relu", .string("relu")),
            ("\"4\"", .string("4")), ("a+b(x=1)", .string("a+b(x=1)")), ("", .string("")),
        ])
    func arguments(text: String, value: JSONValue) {
        #expect(JSONValue(argument: text) == value)
    }
}
