/// What a random graph may do next.
enum RandomOperation: CaseIterable {
    case leaf, unary, safeUnary, binary, divide, extreme, comparison, select, broadcast, dropout
    case sum, maximum, cumulativeSum, softmax, layerNorm, logSumExp
    case matmul, sharedMatmul, squareMatmul, transposedMatmul, crossEntropy
    case gather, scatterAdd, reshape, transpose, slice, overlap, split, concatenate
    case attention, feedForward, again
}
