/// Reads a whole part of a corpus in windows, so that each position is judged once.
///
/// Windows begin at every `stride`-th token; one more, which ends with the part, takes in the
/// remainder. For `every`, a window is judged on its positions that no window before it has
/// predicted: on all of the first, on the last `stride` of the others. So every token but the
/// part's first is predicted exactly once, with at least blockSize - stride tokens of context
/// (beyond the first window). For `last`, each window is judged on its one prediction: at a stride
/// of one, every token that has a whole block before it is predicted exactly once.
package struct EvaluationWindows: Sendable {
    package let blockSize: Int
    package let stride: Int
    /// The number of rows of each batch.
    package let batch: Int
    /// Where in the part each window begins.
    package let starts: [Int]

    private let data: ArraySlice<Int32>
    private let predict: PredictedTargets

    /// A batch of windows, and what counts of their losses.
    package struct WindowBatch: Hashable, Sendable {
        package let batch: Batch
        /// For each row, the positions of its losses that count: within 0..<T for `every`, within
        /// 0..<1 for `last`. Rows that only fill the last batch count nothing.
        package let counted: [Range<Int>]
    }

    /// Windows over a part of a corpus; the stride is by default the block size.
    ///
    /// - Throws: `CorpusError.tooShort` where the part has no window of blockSize + 1 tokens, and
    ///   `CorpusError.evaluationStride` where windows would leave tokens out.
    package init(
        _ corpus: Corpus, part: Split.Part = .validation, blockSize: Int, batch: Int,
        stride: Int? = nil, predict: PredictedTargets = .every
    ) throws(CorpusError) {
        data = try corpus.tokens(of: part, forBlocksOf: blockSize)
        let stride = stride ?? blockSize
        guard 1...blockSize ~= stride else {
            throw .evaluationStride(stride, blockSize: blockSize)
        }
        let final = data.count - 1 - blockSize
        var starts = Array(Swift.stride(from: 0, through: final, by: stride))
        if starts.last != final { starts.append(final) }
        self.starts = starts
        self.blockSize = blockSize
        self.batch = batch
        self.stride = stride
        self.predict = predict
    }

    /// The number of batches.
    package var batchCount: Int { (starts.count + batch - 1) / batch }

    /// The number of predictions that count, over all batches.
    package var predictionCount: Int {
        predict == .every ? data.count - 1 : starts.count
    }

    /// The batch at an index in 0..<batchCount. All have the same number of rows: the last one is
    /// filled up with copies of its last window, which count nothing.
    package func batch(at index: Int) -> WindowBatch {
        let windows = index * batch..<min((index + 1) * batch, starts.count)
        let filler = batch - windows.count
        let rows = Array(windows) + repeatElement(windows.upperBound - 1, count: filler)
        return WindowBatch(
            batch: Batch(
                of: data, starts: rows.map { starts[$0] }, blockSize: blockSize, predict: predict),
            counted: windows.map(counted) + repeatElement(0..<0, count: filler))
    }

    /// The positions of a window that no window before it predicts.
    private func counted(window: Int) -> Range<Int> {
        switch predict {
        case .last: 0..<1
        case .every:
            window == 0
                ? 0..<blockSize : blockSize - (starts[window] - starts[window - 1])..<blockSize
        }
    }
}
