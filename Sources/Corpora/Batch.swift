/// Blocks of tokens with the tokens to predict from them.
package struct Batch: Hashable, Sendable {
    /// The number B of rows.
    package let rows: Int
    /// Token ids, [B, T], row after row.
    package let tokens: [Float]
    /// The ids to predict: [B, T] for `every`, [B] for `last`.
    package let targets: [Float]

    /// The blocks of T tokens that begin at the given positions; T more tokens must follow each.
    init(
        of data: ArraySlice<Int32>, starts: [Int], blockSize: Int, predict: PredictedTargets
    ) {
        rows = starts.count
        var tokens: [Float] = []
        var targets: [Float] = []
        tokens.reserveCapacity(rows * blockSize)
        targets.reserveCapacity(predict == .every ? rows * blockSize : rows)
        for start in starts {
            let first = data.startIndex + start
            tokens.append(contentsOf: data[first..<first + blockSize].lazy.map { Float($0) })
            switch predict {
            case .every:
                let next = data[first + 1...first + blockSize]
                targets.append(contentsOf: next.lazy.map { Float($0) })
            case .last:
                targets.append(Float(data[first + blockSize]))
            }
        }
        self.tokens = tokens
        self.targets = targets
    }
}
