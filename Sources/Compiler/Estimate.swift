package import Tensors

/// What one run of a graph costs, known before anything runs.
package struct Estimate: Hashable, Sendable, Codable {
    /// Floating-point operations: 2 m n k of matrix products, one for each element of other ops.
    package var flops: Double
    /// Bytes read and written by the steps of the program.
    package var bytes: Double
    /// Bytes of the arena: every value that is alive at the worst moment, inputs included.
    package var arenaBytes: Int
    /// Bytes of the parameters.
    package var parameterBytes: Int

    package init(flops: Double, bytes: Double, arenaBytes: Int, parameterBytes: Int) {
        self.flops = flops
        self.bytes = bytes
        self.arenaBytes = arenaBytes
        self.parameterBytes = parameterBytes
    }
}

extension Graph {
    /// Floating-point operations of one run: 2 m n k for a matrix product, and for every other op
    /// that computes, one for each element of its result or of what it reduces.
    package var flops: Double {
        nodes.reduce(0) { $0 + flops(of: $1) }
    }

    private func flops(of node: Node) -> Double {
        let size = Double(node.shape.count)
        switch node.op {
        case .input, .parameter, .constant, .positions, .broadcast, .reshape, .transpose, .slice,
            .concatenate, .gather:
            return 0
        case .unary, .binary, .select, .dropout, .cumulativeSum: return size
        case .reduce, .scatterAdd, .crossEntropy:
            return Double(nodes[node.inputs[0]].shape.count)
        case .softmax: return 4 * size
        case .layerNorm: return 5 * size
        case .matmul(let transposeA, _):
            let a = nodes[node.inputs[0]].shape
            return 2 * size * Double(transposeA ? a[-2] : a[-1])
        }
    }
}
