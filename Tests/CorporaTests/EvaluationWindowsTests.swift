import Corpora
import Tensors
import Testing

@Suite("Evaluation windows")
struct EvaluationWindowsTests {
    /// Sizes that meet every border: remainders of 0, 1 and stride - 1, one window, strides of 1.
    static let cases: [(count: Int, blockSize: Int, stride: Int, batch: Int)] = {
        let stream = RandomStream(seed: 11, purpose: .test, name: "windows")
        let random = (0..<60).map { index in
            let base = UInt64(4 * index)
            let blockSize = 1 + stream.integer(at: base, below: 12)
            return (
                count: blockSize + 1 + stream.integer(at: base + 1, below: 60),
                blockSize: blockSize,
                stride: 1 + stream.integer(at: base + 2, below: blockSize),
                batch: 1 + stream.integer(at: base + 3, below: 7)
            )
        }
        return random + [(9, 8, 8, 3), (17, 8, 8, 2), (18, 8, 8, 2), (16, 8, 8, 2), (30, 8, 1, 4)]
    }()

    @Test("For `every`, each token but the first is predicted exactly once")
    func every() throws {
        for (count, blockSize, stride, batch) in Self.cases {
            // Tokens count up, so that a target tells its own position.
            let corpus = try corpus(training: 256, validation: count, counting: true)
            let windows = try EvaluationWindows(
                corpus, blockSize: blockSize, batch: batch, stride: stride)
            var seen: [Int] = []
            for index in 0..<windows.batchCount {
                let window = windows.batch(at: index)
                #expect(window.batch.rows == batch && window.counted.count == batch)
                for (row, counted) in window.counted.enumerated() {
                    for place in counted {
                        let at = row * blockSize + place
                        #expect(window.batch.targets[at] == window.batch.tokens[at] + 1)
                        // Beyond the first window, so much context at least.
                        let target = Int(window.batch.targets[at])
                        #expect(place >= min(target - 1, blockSize - stride))
                        seen.append(target)
                    }
                }
            }
            #expect(seen == Array(1..<count), "\(count), \(blockSize), \(stride), \(batch)")
            #expect(windows.predictionCount == count - 1)
        }
    }

    @Test("For `last`, the token after each window is predicted, up to the part's last")
    func last() throws {
        for (count, blockSize, stride, batch) in Self.cases {
            let corpus = try corpus(training: 256, validation: count, counting: true)
            let windows = try EvaluationWindows(
                corpus, blockSize: blockSize, batch: batch, stride: stride, predict: .last)
            var seen: [Int] = []
            for index in 0..<windows.batchCount {
                let window = windows.batch(at: index)
                #expect(window.batch.targets.count == batch)
                for (row, counted) in window.counted.enumerated() where !counted.isEmpty {
                    #expect(counted == 0..<1)
                    seen.append(Int(window.batch.targets[row]))
                }
            }
            #expect(seen.last == count - 1)
            #expect(seen == Array(Set(seen)).sorted())
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $1 - $0 <= stride })
            #expect(windows.predictionCount == seen.count)
            if stride == 1 { #expect(seen == Array(blockSize..<count)) }
        }
    }

    @Test("Windows lie one after another by default")
    func defaultStride() throws {
        let corpus = try corpus(training: 100, validation: 26)
        let windows = try EvaluationWindows(corpus, blockSize: 8, batch: 2)
        #expect(windows.starts == [0, 8, 16, 17])
    }

    @Test("A stride that would leave tokens out is refused", arguments: [-1, 0, 9])
    func strides(stride: Int) throws {
        let corpus = try corpus(training: 100, validation: 50)
        let error = #expect(throws: CorpusError.self) {
            try EvaluationWindows(corpus, blockSize: 8, batch: 2, stride: stride)
        }
        #expect(
            error?.description
                == "The evaluationStride is \(stride), but should lie between 1 and the blockSize, "
                + "8, so that no token is left out.")
    }

    @Test("A validation part that is no longer than the block is refused")
    func tooShort() throws {
        let corpus = try corpus(training: 100, validation: 8)
        #expect(throws: CorpusError.tooShort("test", part: .validation, count: 8, blockSize: 8)) {
            try EvaluationWindows(corpus, blockSize: 8, batch: 2)
        }
    }
}
