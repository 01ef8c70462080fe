import Foundation
import Testing
import Transformer

@Suite("Strict reading of configurations")
struct ConfigurationReaderTests {
    private func reader(_ text: String) throws -> ConfigurationReader {
        try ConfigurationReader(json5: Data(text.utf8), source: "sweep.json5")
    }

    private func message(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("JSON5 is read: comments, bare keys, trailing commas, single quotes")
    func json5() throws {
        let reader = try reader("{ // comment\n layers: 2, name: 'x', rates: [0, 0.5,], }")
        #expect(try reader.integer("layers") == 2)
        #expect(try reader.string("name") == "x")
        #expect(try reader.array("rates") == [.integer(0), .number(0.5)])
        try reader.finish()
    }

    @Test("A text that is not an object is refused")
    func notAnObject() {
        #expect(
            message { try reader("[1]") }
                == "sweep.json5: the value is [1], but should be an object.")
    }

    @Test("Whole numbers are told apart from others, and read as numbers too")
    func numbers() throws {
        let reader = try reader("{ a: 3, b: 2.5, c: 1e-3 }")
        #expect(try reader.number("a") == 3)
        #expect(try reader.number("c") == 0.001)
        #expect(
            message { try reader.integer("b") }
                == "sweep.json5: the key 'b' is 2.5, but should be a whole number.")
    }

    @Test("A value outside its range is refused with the range")
    func range() throws {
        let reader = try reader("{ layers: 0, dropout: 1, heads: true }")
        #expect(
            message { try reader.integer("layers", .atLeast(1)) }
                == "sweep.json5: the key 'layers' is 0, but should be a whole number of at least 1."
        )
        #expect(
            message { try reader.number("dropout", .from(0, below: 1)) }
                == "sweep.json5: the key 'dropout' is 1, "
                + "but should be a number of at least 0.0 and below 1.0.")
        #expect(
            message { try reader.integer("heads") }
                == "sweep.json5: the key 'heads' is true, but should be a whole number.")
    }

    @Test("A choice lists what is allowed and the nearest value")
    func choice() throws {
        let reader = try reader("{ predict: 'evry', activation: 3 }")
        #expect(
            message { try reader.choice("predict", of: Prediction.self) }
                == "sweep.json5: the key 'predict' is \"evry\", "
                + "but should be \"every\" or \"last\"; the nearest is 'every'.")
        #expect(
            message { try reader.choice("activation", of: Activation.self) }
                .contains("\"gelu-tanh\", \"gelu\" or \"relu\""))
    }

    @Test("An unknown key is refused with the nearest known one, and with its path")
    func unknownKey() throws {
        let reader = try reader("{ base: { layrs: 2 } }")
        let base = try #require(try reader.object("base"))
        #expect(try base.integer("layers") == nil)
        #expect(
            message { try base.finish() }
                == "sweep.json5: the key 'base.layrs' is unknown; "
                + "the nearest known key is 'layers'.")
        try reader.finish()
    }

    @Test("An unknown key unlike any known one lists those")
    func unknownKeyWithoutNeighbour() throws {
        let reader = try reader("{ colour: 1 }")
        _ = reader.value("heads")
        _ = reader.value("dropout")
        #expect(
            message { try reader.finish() }
                == "sweep.json5: the key 'colour' is unknown; "
                + "the known keys are 'dropout', 'heads'.")
    }

    @Test("Lists of objects have numbered paths")
    func listedObjects() throws {
        let reader = try reader("{ cases: [{ a: 1 }, { b: [1] }] }")
        let cases = try #require(try reader.objects("cases"))
        #expect(
            message { try cases[1].strings("b") }
                == "sweep.json5: the key 'cases[1].b' is [1], but should be a list of strings.")
    }

    @Test("A required key that is missing says what it should be")
    func required() throws {
        let reader = try reader("{}")
        #expect(
            message { try reader.required("name", reader.string("name"), expected: "a string") }
                == "sweep.json5: the key 'name' is missing; it should be a string.")
    }

    @Test(
        "The nearest name is the one with the fewest edits, or none",
        arguments: [
            ("soft-windw", "soft-window"), ("hardwindow", "hard-window"), ("tdense", "td-dense"),
            ("Standard", "standard"), ("xyzzy", nil),
        ])
    func nearestName(misspelt: String, meant: String?) {
        let names = ["standard", "soft-window", "hard-window", "td-dense"]
        #expect(nearest(to: misspelt, among: names) == meant)
    }

    @Test("A value's text reads back as the value, with sorted keys")
    func canonicalText() throws {
        let value = JSONValue.object([
            "b": .array([.integer(1), .number(0.1), .null]), "a": .string("q\"\\\n\u{1}é"),
            "c": .boolean(true),
        ])
        #expect(try JSONValue(json5: Data(value.description.utf8), source: "") == value)
        #expect(value.description.hasPrefix("{\"a\""))
    }
}
