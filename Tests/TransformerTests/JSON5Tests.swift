import Foundation
import Testing
import Transformer

@Suite("Reading JSON5")
struct JSON5Tests {
    private func message(_ text: String) -> String {
        do {
            return "read: \(try JSONValue(json5: Data(text.utf8), source: "x.json5"))"
        } catch {
            return "\(error)"
        }
    }

    @Test("A key given twice is refused with its path, its line and that of the first")
    func repeatedKey() {
        let text = """
            {
              // heads: 1
              grid: {
                heads: [1, 2],
                layers: 2, /* heads: 3,
                heads: 4 */
                "heads": [4],
              },
            }
            """
        #expect(
            message(text)
                == "x.json5, line 7: the key 'grid.heads' is given twice, for the first time on "
                + "line 4; keep one of them.")
        #expect(message("{a: 1, a: 1}") == "x.json5: the key 'a' is given twice; keep one of them.")
    }

    @Test(
        "A key is the same however it is spelled",
        arguments: [
            (#"{ a: 1, "a": 2 }"#, "a"), (#"{ 'a': 1, a: 2 }"#, "a"), (#"{ "a": 1, 'a': 2 }"#, "a"),
            (#"{ "a": 1, "\u0061": 2 }"#, "a"), (#"{ '\x61b': 1, ab /* x */ : 2 }"#, "ab"),
            (#"{ 'it\'s': 1, "it's": 2 }"#, "it's"),
            (#"{ "": 1, '': 2 }"#, ""), (#"{ "a\\": 1, 'a\\': 2 }"#, #"a\"#),
            ("{ é: 1, 'e\u{301}': 2 }", "é"), ("{ $a_1: 1, $a_1: 2 }", "$a_1"),
            ("{ null: 1, null: 2, }", "null"), (#"{ "x.y": 1, 'x.y': 2 }"#, "x.y"),
            (#"{ b: [{}, { c: { a: 1 }, c: 2 }] }"#, "b[1].c"),
            (#"[[0, { a: [], b: {}, a: {} }]]"#, "[0][1].a"),
            ("{ a: 1, \r\n b: { a: 1, a: 2 } }", "b.a"),
        ])
    func spellings(text: String, path: String) {
        let key = path.isEmpty ? "the value" : "the key '\(path)'"
        #expect(message(text).contains("\(key) is given twice"), "\(message(text))")
    }

    @Test(
        "Keys of different objects, and what only looks like keys, are left alone",
        arguments: [
            "{ a: { a: { a: 1 } }, b: { a: 1 } }", "[{ a: 1 }, { a: 1 }]",
            "{ a: 'a: 1, a: 2', b: \"{ a: 1, a: 2 }\" }", "{ a: 'a', b: 'a', c: ['a', 'a'] }",
            "{ a: '// a: 1', b: 1 } // a: 1, a: 2", "{ a: 1, /* a: 2, */ b: 1 /* } */ }",
            "{ a: 1, // a: 2\n b: 3 }", "{ a: 1, // a: 2\r b: 3 }",
            #"{ a: "\"", b: '\'', c: "a" }"#,
            #"{ a: "\\", b: 1 }"#, "{ a: 'x\\\n, a: 2', b: 1 }",
            "{ a: -.5e3, A: +Infinity, b: 0x1F }",
            #"{ a: 1, \u0061: 2 }"#, "{ a: true, b: true, c: null, d: null }", "\u{feff}{ a: 1 }",
            "'a: 1, a: 2'", "{}", "[[], [], {}]", "{ a: '/', b: '*/', c: '/*' }",
        ])
    func noRepetition(text: String) {
        #expect(message(text).hasPrefix("read: "), "\(message(text))")
    }

    @Test(
        "A mistake is named by its line",
        arguments: [
            ("{ layers: 2,\n heads: }", 2), ("{\n a: 1\n b: 2\n}", 3), ("{\n a: 1,,\n}\n", 2),
            ("{\n a: [1, 2,\n b: 3,\n}\n", 3), ("{\n a: 'x,\n b: 2,\n}", 2), ("{ a: 1 }\n}\n", 2),
            ("{\n\n a: nul\n}", 3), ("{\r\n a: 1,\r\n b = 2,\r\n}", 3), ("{ a: 1 ]", 1),
            ("{\n // a comment, {\n /* another\n */ a: 'x' 'y'\n}", 4), ("layers: 2\nheads: 4", 1),
            ("{\n a: 1,\n grid: {\n  heads: [1, 2),\n },\n}", 4), ("{ 'a\\\n b' 1 }", 2),
            ("{ a\n:\n1\n,\nb\n:\n}", 7),
        ])
    func mistakes(text: String, line: Int) {
        let found = message(text)
        #expect(found.hasPrefix("x.json5, line \(line): this is not JSON5: here, or"), "\(found)")
    }

    @Test("A number or a string that cannot be represented is named by its key and line")
    func unrepresentable() {
        for value in ["1e999", #""\q""#, "'x\ny'"] {
            let found = message("{\n a: 1,\n b: { c: \(value) },\n}")
            #expect(
                found.hasPrefix("x.json5, line 3: this is not JSON5: the value of 'b.c' holds"),
                "\(found)")
        }
    }

    @Test(
        "A text that ends too early says what it leaves open",
        arguments: [
            ("{\n a: 1,\n b: [\n 1,", "it ends before the '[' of line 3 is closed"),
            ("{\n a: ", "it ends before the '{' of line 1 is closed"),
            ("{\n a: 'x", "it ends before the quotation mark of line 2 is closed"),
            ("{ a: 1 }\n/* b", "it ends before the comment of line 2 is closed"),
            ("", "it holds no value"), ("// nothing\n", "it holds no value"),
        ])
    func early(text: String, reason: String) {
        #expect(message(text) == "x.json5: this is not JSON5: \(reason).")
    }

    @Test("Bytes that are not UTF-8 are refused")
    func encoding() {
        #expect {
            try JSONValue(json5: Data([0x7B, 0xFF, 0x7D]), source: "x.json5")
        } throws: { error in
            "\(error)" == "x.json5: this is not JSON5: its bytes are not UTF-8."
        }
    }

    @Test("An argument is JSON5 or a string, and gives no key twice")
    func arguments() throws {
        func value(_ text: String) throws -> JSONValue {
            try JSONValue(argument: text, source: "--set", path: "data")
        }
        #expect(try value("[1, 'x']") == .array([.integer(1), .string("x")]))
        #expect(try value("relu") == .string("relu"))
        #expect(try value("{ a: 1") == .string("{ a: 1"))
        #expect {
            try value("{ a: 1, b: [{ c: 1, c: 2 }] }")
        } throws: { error in
            "\(error)" == "--set: the key 'data.b[0].c' is given twice; keep one of them."
        }
    }

    @Test("A long text with a mistake is located in little time")
    func length() {
        let lines = (0..<5_000).map { "  key\($0): [1, 2, { x: 'y' }]," }
        var broken = lines
        broken[3_210] = "  key: : 1,"
        #expect(
            message("{\n\(broken.joined(separator: "\n"))\n}").hasPrefix("x.json5, line 3212: "))
    }
}
