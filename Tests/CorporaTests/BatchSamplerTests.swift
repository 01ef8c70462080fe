import Corpora
import Testing

@Suite("Training batches")
struct BatchSamplerTests {
    @Test("Targets are the tokens after: one on at every position, or the one after the block")
    func targets() throws {
        let corpus = try corpus(training: 50, validation: 10)
        let data = corpus.tokens(of: .training)
        for predict in PredictedTargets.allCases {
            let sampler = try BatchSampler(
                corpus, blockSize: 7, batch: 5, predict: predict, seed: 1)
            let batch = sampler.batch(at: 3)
            #expect(batch.rows == 5 && batch.tokens.count == 35)
            for (row, start) in sampler.starts(at: 3).enumerated() {
                let tokens = batch.tokens[row * 7..<row * 7 + 7]
                #expect(Array(tokens) == data[start..<start + 7].map { Float($0) })
                let targets =
                    predict == .every
                    ? Array(batch.targets[row * 7..<row * 7 + 7]) : [batch.targets[row]]
                let next = predict == .every ? start + 1...start + 7 : start + 7...start + 7
                #expect(targets == data[next].map { Float($0) })
            }
        }
    }

    @Test("Random starts are uniform over all windows, the last one included")
    func uniform() throws {
        let corpus = try corpus(training: 20, validation: 15)
        let sampler = try BatchSampler(corpus, blockSize: 10, batch: 100, seed: 2)
        #expect(sampler.windowCount == 10)
        var counts = Array(repeating: 0, count: 10)
        for step in 0..<100 { for start in sampler.starts(at: step) { counts[start] += 1 } }
        // Binomial with mean 1000 and deviation 30.
        for count in counts { #expect(abs(count - 1000) < 150) }
    }

    @Test("A batch depends on seed and step alone", arguments: BatchSampler.Order.allCases)
    func deterministic(order: BatchSampler.Order) throws {
        let corpus = try corpus(training: 100, validation: 20)
        func sampler(seed: UInt64) throws -> BatchSampler {
            try BatchSampler(corpus, blockSize: 8, batch: 4, order: order, seed: seed)
        }
        let forward = try (0..<60).map { try sampler(seed: 5).batch(at: $0) }
        let resumed = try sampler(seed: 5)
        for step in (0..<60).reversed() { #expect(resumed.batch(at: step) == forward[step]) }
        #expect(try sampler(seed: 6).batch(at: 0) != forward[0])
        #expect(Set(forward).count == 60)
    }

    @Test("Random starts do not depend on how many rows a batch has")
    func rowsAreIndependent() throws {
        let corpus = try corpus(training: 500, validation: 20)
        let narrow = try BatchSampler(corpus, blockSize: 8, batch: 4, seed: 1).starts(at: 9)
        let wide = try BatchSampler(corpus, blockSize: 8, batch: 9, seed: 1).starts(at: 9)
        #expect(Array(wide.prefix(4)) == narrow)
    }

    @Test("An epoch visits every window once, its last batch holds the rest, orders differ")
    func epochs() throws {
        for (training, blockSize, batch) in [(40, 7, 5), (41, 8, 11), (9, 8, 4), (64, 1, 63)] {
            let corpus = try corpus(training: training, validation: 30)
            let sampler = try BatchSampler(
                corpus, blockSize: blockSize, batch: batch, order: .epochs, seed: 3)
            let orders = (0..<3).map { epoch in
                (0..<sampler.stepsPerEpoch).flatMap { step in
                    let step = epoch * sampler.stepsPerEpoch + step
                    #expect(sampler.batch(at: step).rows == sampler.rows(at: step))
                    return sampler.starts(at: step)
                }
            }
            for order in orders {
                #expect(order.sorted() == Array(0..<training - blockSize))
            }
            if training > 20 { #expect(Set(orders).count == 3) }
        }
    }

    @Test("A part that is no longer than the block is refused, one longer is taken")
    func tooShort() throws {
        let corpus = try corpus(training: 9, validation: 30)
        _ = try BatchSampler(corpus, blockSize: 8, batch: 4, seed: 0)
        let error = #expect(throws: CorpusError.self) {
            try BatchSampler(corpus, blockSize: 9, batch: 4, seed: 0)
        }
        #expect(
            error?.description
                == "The training part of the corpus \"test\" has 9 tokens, but a blockSize of 9 "
                + "needs at least 10.")
    }
}
