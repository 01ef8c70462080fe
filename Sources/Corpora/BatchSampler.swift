import Tensors

/// Draws training batches; the batch of a step depends on the seed and the step alone, so that
/// training can go on from any step.
package struct BatchSampler: Sendable {
    /// How windows are drawn.
    package enum Order: String, CaseIterable, Hashable, Sendable {
        /// Each window's start is uniform over all places, as in nanoGPT.
        case random
        /// Every window, at a stride of one, comes once per epoch, in an order that is new in each
        /// epoch. The last batch of an epoch holds what is left and may have fewer rows.
        case epochs
    }

    package let blockSize: Int
    /// The number of rows of a full batch.
    package let batch: Int
    package let order: Order
    /// The number of different windows.
    package let windowCount: Int

    private let data: ArraySlice<Int32>
    private let predict: PredictedTargets
    private let seed: UInt64

    /// Draws from a part of a corpus.
    ///
    /// - Throws: `CorpusError.tooShort` where the part has no window of blockSize + 1 tokens.
    package init(
        _ corpus: Corpus, part: Split.Part = .training, blockSize: Int, batch: Int,
        predict: PredictedTargets = .every, order: Order = .random, seed: UInt64
    ) throws(CorpusError) {
        data = try corpus.tokens(of: part, forBlocksOf: blockSize)
        self.blockSize = blockSize
        self.batch = batch
        self.predict = predict
        self.order = order
        self.seed = seed
        windowCount = data.count - blockSize
    }

    /// The number of batches that hold each window once, the last of which may be partial.
    package var stepsPerEpoch: Int { (windowCount + batch - 1) / batch }

    /// The number of rows of a step's batch.
    package func rows(at step: Int) -> Int {
        switch order {
        case .random: batch
        case .epochs: min(batch, windowCount - step % stepsPerEpoch * batch)
        }
    }

    /// The batch of a step, counted from 0.
    package func batch(at step: Int) -> Batch {
        Batch(of: data, starts: starts(at: step), blockSize: blockSize, predict: predict)
    }

    /// Where in the part the windows of a step's batch begin.
    package func starts(at step: Int) -> [Int] {
        switch order {
        case .random:
            let stream = RandomStream(seed: seed, purpose: .batches, step: UInt64(step))
            return (0..<batch).map { stream.integer(at: UInt64($0), below: windowCount) }
        case .epochs:
            let (epoch, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
            let permutation = Permutation(
                count: windowCount,
                stream: RandomStream(
                    seed: seed, purpose: .batches, name: "epoch", step: UInt64(epoch)))
            return (0..<rows(at: step)).map { permutation[place * batch + $0] }
        }
    }
}
