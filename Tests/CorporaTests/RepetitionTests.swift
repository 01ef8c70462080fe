import Corpora
import Tensors
import Testing

@Suite("What a sample repeats of a text")
struct RepetitionTests {
    /// The lengths by their definition, in cubic time.
    private func lengths(of sample: [Int], in text: [Int]) -> [Int] {
        sample.indices.map { last in
            (0...last + 1).last { length in
                let stretch = sample[last + 1 - length..<last + 1]
                return length == 0
                    || (0...max(0, text.count - length)).contains {
                        text.count - $0 >= length && text[$0..<$0 + length] == stretch
                    }
            } ?? 0
        }
    }

    private func repetition(_ sample: String, _ text: String) -> Repetition {
        Repetition(of: sample.utf8.map { Int($0) }, in: text.utf8.map { Int32($0) })
    }

    @Test("equals the definition on random tokens, whatever their number", arguments: 1...5)
    func oracle(alphabet: Int) {
        for trial in 0..<60 {
            let stream = RandomStream(
                seed: 3, purpose: .test, name: "repetition \(alphabet)", step: UInt64(trial))
            let counts = [1 + trial % 23, trial * 7 % 90]
            let sample = (0..<counts[0]).map { stream.integer(at: UInt64($0), below: alphabet) }
            // The text has a token that the sample lacks, and may lack one that it has.
            let text = (0..<counts[1]).map {
                1 + stream.integer(at: UInt64(1000 + $0), below: alphabet)
            }
            let found = Repetition(of: sample, in: text.map { Int32($0) })
            let expected = lengths(of: sample, in: text)
            #expect(found.lengths == expected)
            let longest = expected.max() ?? 0
            #expect(found.longest?.range.count ?? 0 == longest)
            guard let stretch = found.longest else { continue }
            #expect(
                Array(text[stretch.position..<stretch.position + longest])
                    == Array(sample[stretch.range]))
            // No stretch as long stands before it.
            let firstEnd = stretch.position + longest - 1
            #expect(!lengths(of: Array(text[..<firstEnd]), in: sample).contains(longest))
            for least in 1...4 {
                var covered: Set<Int> = []
                for (last, length) in expected.enumerated() where length >= least {
                    covered.formUnion(last + 1 - length...last)
                }
                #expect(
                    found.share(inStretchesOf: least)
                        == Double(covered.count) / Double(sample.count))
            }
        }
    }

    @Test("a stretch is found where it stands first, in sample and text")
    func places() throws {
        let found = repetition("xx the cat, the cat", "a dog. the cat sat. the cat ate.")
        let longest = try #require(found.longest)
        #expect(longest.position == 6 && longest.range == 2..<10)
        #expect(found.share(inStretchesOf: 8) == 16.0 / 19)
        #expect(found.share(inStretchesOf: 9) == 0)
    }

    @Test("a sample that is all of the text, and one that shares nothing with it")
    func extremes() throws {
        let whole = repetition("the cat", "the cat")
        #expect(whole.longest?.range == 0..<7 && whole.longest?.position == 0)
        #expect(whole.lengths == Array(1...7) && whole.share(inStretchesOf: 7) == 1)
        let nothing = repetition("xyz", "the cat")
        #expect(nothing.longest == nil && nothing.share(inStretchesOf: 1) == 0)
        for (sample, text) in [("", "the cat"), ("the cat", ""), ("", "")] {
            let none = repetition(sample, text)
            #expect(none.longest == nil && none.share(inStretchesOf: 1) == 0)
        }
    }

    @Test("a long text takes no longer by the token than a short one")
    func manyTokens() {
        // A text that falls back at every token would take quadratic time in a plain search.
        let sample = [Int](repeating: 0, count: 2000) + [1]
        let text = [Int32](repeating: 0, count: 400_000)
        let found = Repetition(of: sample, in: text)
        #expect(found.longest?.range == 0..<2000 && found.lengths.last == 0)
    }
}
