import Tensors
import Testing

import Corpora

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A tape that checks each choice on its way and sums what drawing at random makes of it.
private struct CheckingWriter: GrammarTape {
    typealias Stop = Never
    var writer: GrammarWriter
    var faults: Set<String> = []
    /// The sum of minus log probability less its expectation, and that sum's variance.
    var excess = 0.0
    var variance = 0.0

    var isAtEnd: Bool { writer.isAtEnd }
    mutating func pass(_ text: [UInt8]) { writer.pass(text) }

    mutating func take<Meaning>(_ choice: Choice<Meaning>) -> Meaning {
        let texts = (0..<choice.count).map {
            String(decoding: choice.characters[choice.range(of: $0)], as: UTF8.self)
        }.sorted()
        for (text, next) in zip(texts, texts.dropFirst()) where next.hasPrefix(text) {
            faults.insert("\"\(text)\" begins \"\(next)\"")
        }
        if texts.contains("") || choice.weights.contains(where: { $0 <= 0 }) {
            faults.insert("an option of \(texts) has no text or no weight")
        }
        let chances = choice.weights.map { $0 / choice.weight }
        var mean = 0.0
        for chance in chances { mean -= chance * log(chance) }
        for chance in chances {
            let deviation = -log(chance) - mean
            variance += chance * deviation * deviation
        }
        let start = writer.logProbabilities.count
        let meaning = writer.take(choice)
        excess -= writer.logProbabilities[start...].reduce(0, +) + mean
        return meaning
    }
}

@Suite("The built-in grammar")
struct GrammarTests {
    /// The log probability of a text's characters, read by the rules; nil where it is impossible.
    private func read(_ text: [UInt8]) -> [Double]? {
        var play = GrammarPlay(tape: GrammarReader(text))
        do { try play.run() } catch GrammarReader.Stop.end {} catch { return nil }
        return play.tape.logProbabilities
    }

    @Test("The standard text never changes, and is as long as the catalogue says")
    func standard() {
        let corpus = GrammarCorpus.standard
        #expect(corpus.text.count == GrammarCorpus.standardCount)
        #expect(
            SHA256.hexDigest(of: corpus.text)
                == "dcd59bb174581c36caacc1cd4e1d79a004c99625502f6d140764571b0546a73f")
        #expect(corpus.text.allSatisfy { $0 == 10 || 32..<127 ~= $0 })
    }

    @Test("Reading the standard text finds the probabilities with which it was written")
    func readsItself() throws {
        let corpus = GrammarCorpus.standard
        let found = try #require(read(corpus.text))
        #expect(found.count == corpus.text.count)
        let difference = zip(found, corpus.logProbabilities).map { abs($0 - $1) }.max()
        #expect(try #require(difference) < 1e-9)
    }

    @Test("After any beginning, the probabilities of all next characters add up to one")
    func normalized() throws {
        // The characters that occur at all; any other one would make the sum exceed one.
        let alphabet = Set(GrammarCorpus.standard.text)
        let stream = RandomStream(seed: 1, purpose: .test, name: "beginnings")
        for seed in 0..<UInt64(40) {
            let scene = GrammarCorpus(length: 1, seed: seed)
            let count = 1 + stream.integer(at: seed, below: scene.text.count - 1)
            let beginning = Array(scene.text[..<count])
            let before = try #require(read(beginning)).reduce(0, +)
            var sum = 0.0
            for next in alphabet {
                guard let all = read(beginning + [next]) else { continue }
                let probability = exp(all.reduce(0, +) - before)
                sum += probability
                if next == scene.text[count] {
                    #expect(abs(log(probability) - scene.logProbabilities[count]) < 1e-9)
                }
            }
            #expect(abs(sum - 1) < 1e-9, "after \(count) characters")
        }
    }

    @Test("All texts of one choice get their weights' shares, character by character")
    func exhaustive() {
        var choice = Choice<Int>()
        let texts = ["the ", "then", "this ", "a ", "an ", "x", "thy"]
        for (index, text) in texts.enumerated() {
            choice.add(text, weight: Double(index + 1), index)
        }
        var seen = Set<Int>()
        for seed in 0..<400 {
            var writer = GrammarWriter(length: 1, seed: UInt64(seed))
            let taken = writer.take(choice)
            seen.insert(taken)
            #expect(writer.text == Array(texts[taken].utf8))
            let total = exp(writer.logProbabilities.reduce(0, +))
            #expect(abs(total - Double(taken + 1) / 28) < 1e-12)
            // The weights of all that begin with "th", and of all that go on with "e".
            if taken == 0 {
                let expected = [13.0 / 28, 1, 3.0 / 13, 1.0 / 3].map { log($0) }
                for (found, expected) in zip(writer.logProbabilities, expected) {
                    #expect(abs(found - expected) < 1e-12)
                }
            }
        }
        #expect(seen.count == texts.count)
    }

    @Test("No option begins another one, and options are drawn as often as their weights say")
    func choices() {
        var play = GrammarPlay(
            tape: CheckingWriter(writer: GrammarWriter(length: 200_000, seed: 2)))
        play.run()
        #expect(play.tape.faults == [])
        // A sum of independent excesses: within four deviations of zero, but not suspiciously so.
        #expect(abs(play.tape.excess) < 4 * play.tape.variance.squareRoot())
        #expect(play.tape.variance > 100)
    }

    @Test("Changing a character makes the text impossible, or shows in the probabilities")
    func perturbed() throws {
        let corpus = GrammarCorpus(length: 6000, seed: 3)
        let stream = RandomStream(seed: 2, purpose: .test, name: "perturbations")
        var impossible = 0
        var changed = 0
        for index in 0..<UInt64(300) {
            let place = stream.integer(at: 2 * index, below: corpus.text.count)
            var text = corpus.text
            text[place] = corpus.text[stream.integer(at: 2 * index + 1, below: corpus.text.count)]
            guard text[place] != corpus.text[place] else { continue }
            changed += 1
            guard let found = read(text) else {
                impossible += 1
                continue
            }
            // What comes before the change is as probable as ever.
            let before = zip(found, corpus.logProbabilities).prefix(place)
            #expect(before.allSatisfy { abs($0 - $1) < 1e-9 })
        }
        #expect(changed > 200)
        #expect(Double(impossible) > 0.9 * Double(changed))
    }

    static let opening = """
        Scene: the harbour, at dawn.
        Enter Hugh the miller with a lantern and Mary the smith with a rope.
        Hugh: Good morning, Mary.
        """

    @Test(
        "What was said earlier decides what may be said now",
        arguments: [
            (
                " The gulls who feared the king near the mill sing.",
                " The gulls who feared the king near the mill sings."
            ),
            (
                " The gull who said, \"those kings sing\" sings and weeps.",
                " The gull who said, \"those kings sing\" sings and weep."
            ),
            (
                " Those gulls say, \"the king says, 'no gull sings'\".",
                " Those gulls say, \"the king says, 'no gull sings\"'."
            ),
            (" Mary sings.\nMary: Good morning, Hugh.", " Mary sings.\nMary: Good evening, Hugh."),
            (" Mary sings.\nMary: Good", " Mary sings.\nHugh: "),
            (
                " Where is the rope, Mary?\nMary: Good morning, Hugh. I hold the rope.",
                " Where is the rope, Mary?\nMary: Good morning, Hugh. Hugh holds the rope."
            ),
            (
                " I give the lantern to Mary. Where is the lantern, Mary?\n"
                    + "Mary: Good morning, Hugh. I hold the lantern.",
                " I give the lantern to Mary. Where is the lantern, Mary?\n"
                    + "Mary: Good morning, Hugh. Hugh holds the lantern."
            ),
            (
                " Who is the smith, Mary?\nMary: Good morning, Hugh. I am the smith.",
                " Who is the smith, Mary?\nMary: Good morning, Hugh. I am the miller."
            ),
        ])
    func dependence(right: String, wrong: String) {
        #expect(read(Array((Self.opening + right).utf8)) != nil)
        #expect(read(Array((Self.opening + wrong).utf8)) == nil)
    }

    @Test("The floor is the mean over the range, and about the same wherever one looks")
    func floor() {
        let corpus = GrammarCorpus.standard
        let range = 1000..<1200
        let sum = corpus.logProbabilities[range].reduce(0, +)
        #expect(abs(corpus.floor(of: range) + sum / 200) < 1e-12)
        let count = corpus.text.count
        for tenth in 0..<10 {
            let part = count * tenth / 10..<count * (tenth + 1) / 10
            #expect(0.5..<0.55 ~= corpus.floor(of: part))
        }
    }
}
