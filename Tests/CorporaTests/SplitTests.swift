import Corpora
import Testing

@Suite("Splits")
struct SplitTests {
    @Test("Training, validation and test follow each other, by fractions or by tokens")
    func parts() throws {
        let split = try Split(count: 517, validation: .tokens(140), test: .tokens(52))
        #expect(split.training == 0..<325 && split.validation == 325..<465)
        #expect(split.test == 465..<517 && split[.test] == split.test)
        let mixed = try Split(count: 100, validation: .fraction(0.25), test: .tokens(10))
        #expect(mixed.training == 0..<65 && mixed.validation == 65..<90)
        let fractions = try Split(count: 100, validation: .fraction(0.25), test: .fraction(0.5))
        #expect(fractions.training == 0..<25 && fractions.test == 50..<100)
    }

    @Test("Without a test the parts are what they were, and there are two")
    func two() throws {
        for count in 1...60 {
            for fraction in [0.01, 0.1, 0.25, 0.5, 0.9] {
                let split = try Split(count: count, validation: .fraction(fraction))
                #expect(split.training.count == Int(Double(count) * (1 - fraction)))
                #expect(split.test.isEmpty && split.parts == [.training, .validation])
            }
        }
        #expect(try Split(count: 9, test: .tokens(1)).parts == [.training, .validation, .test])
    }

    @Test("Parts that leave nothing for training, or have nothing, are a sentence")
    func refusals() {
        func sentence(_ validation: Split.Size, _ test: Split.Size?) -> String {
            do {
                _ = try Split(count: 100, validation: validation, test: test)
                return "no error"
            } catch { return error.description }
        }
        #expect(
            sentence(.tokens(60), .tokens(40))
                == "The validation part is to have 60 and the test part 40 of 100 tokens, which "
                + "leaves none for training.")
        #expect(sentence(.tokens(101), nil).contains("to have 101 of 100 tokens"))
        #expect(sentence(.tokens(.max), .tokens(.max)).contains("none for training"))
        #expect(sentence(.tokens(0), nil).contains("validation part is to have 0 tokens"))
        #expect(sentence(.tokens(9), .fraction(1)).contains("The test fraction is 1.0"))
    }

    @Test("A length keeps the text's beginning, with the vocabulary of the whole text")
    func length() throws {
        func corpus(_ length: Int?) throws -> Corpus {
            try Corpus(
                name: "test", bytes: Array("abcabcabcz".utf8), length: length,
                validation: .tokens(2), test: .tokens(1))
        }
        let part = try corpus(7)
        let whole = try corpus(nil)
        #expect(part.tokens.elementsEqual(whole.tokens.prefix(7)))
        #expect(part.tokenizer == whole.tokenizer && part.tokenizer.vocabularySize == 4)
        #expect(part.hash == whole.hash, "it is the same text")
        #expect(part.split.training == 0..<4 && part.tokens(of: .test) == [0])
        for length in [0, 11] {
            let error = #expect(throws: CorpusError.self) { try corpus(length) }
            #expect(
                error?.description
                    == "The length is \(length), but should be from 1 to 10, the tokens of the "
                    + "corpus \"test\".")
        }
    }

    @Test("A test part that is too short for a block is refused by its name")
    func blocks() throws {
        let corpus = try Corpus(
            name: "test", bytes: Array(repeating: 97, count: 100), validation: .tokens(20),
            test: .tokens(10))
        try corpus.validate(blockSize: 9)
        #expect(throws: CorpusError.tooShort("test", part: .test, count: 10, blockSize: 10)) {
            try corpus.validate(blockSize: 10)
        }
    }

    @Test("At a stride of one, every window of each part is read once, as the study counts them")
    func windows() throws {
        let corpus = try Corpus(
            name: "test", bytes: (0..<600).map { UInt8(truncatingIfNeeded: $0) }, tokenizer: .byte,
            length: 517, validation: .tokens(140), test: .tokens(52))
        #expect(corpus.tokenizer.vocabularySize == 257)
        for (part, count) in [(Split.Part.training, 293), (.validation, 108), (.test, 20)] {
            let windows = try EvaluationWindows(
                corpus, part: part, blockSize: 32, batch: 7, stride: 1, predict: .last)
            #expect(windows.predictionCount == count)
            #expect(windows.starts == Array(0..<count))
        }
        let sampler = try BatchSampler(
            corpus, blockSize: 32, batch: 256, predict: .last, order: .epochs, seed: 1)
        #expect(sampler.windowCount == 293 && sampler.stepsPerEpoch == 2)
    }
}
