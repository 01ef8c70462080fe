import Foundation
import TestSupport

/// Makes wrong specs of right ones. A seed always gives the same one.
struct SpecMutator {
    private let originals: [SpecTokens]
    private let names: [String]

    /// - Parameter originals: The texts that are mutated, and from which pieces are taken.
    init(_ originals: [String]) {
        self.originals = originals.map { SpecTokens($0) }
        let found = self.originals.flatMap { original in
            original.tokens.filter { $0.kind == .name }.map(\.text)
        }
        names = Set(found).sorted()
    }

    func mutation(seed: UInt64) -> Data {
        var random = SeededGenerator(seed: seed)
        var tokens = originals[Int.random(in: 0..<originals.count, using: &random)]
        var bytes: Data
        switch Double.random(in: 0..<1, using: &random) {
        case ..<0.55:
            // It stays JSON5, mostly, and gets past the parser.
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                if random.happens(0.75) {
                    replaceValue(&tokens, &random)
                } else {
                    rename(&tokens, &random)
                }
            }
            bytes = Data(tokens.text.utf8)
        case ..<0.85:
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&tokens, &random) }
            bytes = Data(tokens.text.utf8)
        default:
            bytes = Data(tokens.text.utf8)
            mutate(&bytes, &random)
        }
        return bytes
    }

    private func mutate(_ tokens: inout SpecTokens, _ random: inout SeededGenerator) {
        guard let place = tokens.places.randomElement(using: &random),
            let other = tokens.places.randomElement(using: &random)
        else { return }
        switch Int.random(in: 0..<10, using: &random) {
        case 0: tokens.tokens.remove(at: place)
        case 1: tokens.tokens.insert(tokens.tokens[place], at: other)
        case 2: tokens.tokens.swapAt(place, other)
        case 3:
            // A member of another spec, or something cut out of the middle of one.
            let donor = originals[Int.random(in: 0..<originals.count, using: &random)].tokens
            let start = Int.random(in: 0..<max(1, donor.count), using: &random)
            let length = Int.random(in: 1...20, using: &random)
            tokens.tokens.insert(contentsOf: donor[start...].prefix(length), at: place)
        case 4: rename(&tokens, &random)
        case 5: nest(&tokens, at: place, &random)
        default: replaceValue(&tokens, &random)
        }
    }

    /// Puts another value in the place of a number, a string or a word.
    private func replaceValue(_ tokens: inout SpecTokens, _ random: inout SeededGenerator) {
        let values = tokens.places(of: .number, .string)
        guard let place = values.randomElement(using: &random) else { return }
        tokens.tokens[place].text = value(&random)
    }

    private func value(_ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return "\(Int.random(in: -3...70_000, using: &random))"
        case 1:
            let power = Int.random(in: 0...63, using: &random)
            return "\((Int(1) << power) &+ Int.random(in: -1...1, using: &random))"
        case 2:
            let power = Int.random(in: -330...330, using: &random)
            return "\(Int.random(in: -9...9, using: &random))e\(power)"
        case 3: return "\(Double.random(in: 0..<1, using: &random))"
        default: return Self.values.randomElement(using: &random) ?? "0"
        }
    }

    /// Gives a key another name, known or nearly so.
    private func rename(_ tokens: inout SpecTokens, _ random: inout SeededGenerator) {
        guard let place = tokens.places(of: .name).randomElement(using: &random) else { return }
        if random.happens(0.5) {
            tokens.tokens[place].text = names.randomElement(using: &random) ?? "x"
        } else {
            var letters = Array(tokens.tokens[place].text)
            let letter = Int.random(in: 0..<letters.count, using: &random)
            if random.happens(0.5), letters.count > 1 {
                letters.remove(at: letter)
            } else {
                letters.insert(Self.letters.randomElement(using: &random) ?? "x", at: letter)
            }
            tokens.tokens[place].text = String(letters)
        }
    }

    private func nest(
        _ tokens: inout SpecTokens, at place: Int, _ random: inout SeededGenerator
    ) {
        let depth =
            random.happens(0.02)
            ? Int.random(in: 1_000...20_000, using: &random)
            : Int.random(in: 1...40, using: &random)
        let (start, end) =
            [("[", "]"), ("{ a: ", "}"), ("(", ")"), ("/*", "*/")]
            .randomElement(using: &random) ?? ("[", "]")
        tokens.tokens[place].text =
            String(repeating: start, count: depth) + tokens.tokens[place].text
            + String(repeating: end, count: random.happens(0.8) ? depth : depth / 2)
    }

    private func mutate(_ bytes: inout Data, _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = bytes.startIndex + Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            case 2: bytes.insert(contentsOf: [0xF0, 0x9F, 0x92], at: place)
            case 3:
                let end = min(bytes.endIndex, place + Int.random(in: 1...30, using: &random))
                bytes.removeSubrange(place..<end)
            default: bytes = Data(bytes[..<place])
            }
            guard !bytes.isEmpty else { return }
        }
    }

    private static let letters = Array("abcxyzABC019_-.$\u{E4}\u{1F600}\u{301}\u{202E}\u{7}")

    /// Values that somewhere mean too much, too little or nothing.
    private static let values: [String] = [
        "0", "-0", "-1", "1", "0.5", "1.0", "true", "false", "null", "NaN", "Infinity", "-Infinity",
        "1e999", "-1e999", "5e-324", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551616", "0x7fffffffffffffff", "0xffffffffffffffff",
        "1099511627776", "65536", "65537", "16777216", "1000", "1001", ".5", "5.", "+1", "--1",
        "1e",
        "[]", "{}", "[[]]", "[1, 1]", "[null]", "[1, \"a\", true, null, {}]", "{ a: 1 }",
        "[0.1, 1e-3, 10]", "[\"standard\", \"soft-window\"]", "[\"training\", \"wordOverlap\"]",
        "\"\"", "\" \"", "\"standard\"", "\"soft-window+head-gating\"", "\"standard+standard\"",
        "\"bottleneck(divisor=0)\"", "\"bottleneck(divisor=9223372036854775807)\"",
        "\"bottleneck(divisor=1e99)\"", "\"bottleneck(\"", "\"bottleneck)\"", "\"bottleneck(=)\"",
        "\"bottleneck(divisor=[[[[1]]]])\"", "\"+\"", "\"a+\"", "\"soft-window+soft-window\"",
        "\"conv-reduce(kernel=3,kernel=5)\"", "\"grammar\"", "\"/\"", "\"/dev/null\"", "\".\"",
        "\"..\"", "\"epochs\"", "\"gelu\"", "\"relu\"", "\"every\"", "\"last\"", "\"byte\"",
        "\"char\"", "\"bf16\"", "\"torch\"", "\"keras\"", "\"constant\"", "\"cosine\"",
        "\"\\u0000\"", "\"\\n\"", "\"\\uD800\"", "\"\\x41\"", "\"\u{1B}[2J\"", "\"\u{1F600}\"",
        "\"" + String(repeating: "a", count: 3_000) + "\"",
        "1" + String(repeating: "0", count: 400), "0." + String(repeating: "0", count: 400) + "1",
        "[" + (1...300).map(String.init).joined(separator: ",") + "]",
    ]
}
