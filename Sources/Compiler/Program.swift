package import Tensors

/// A compiled graph: steps over one planned arena. It knows nothing of a machine; an executor
/// translates it once and runs it any number of times.
package struct Program: Sendable {
    package let graph: Graph
    package let steps: [Step]
    package let storages: [Storage]
    /// Floats of the arena.
    package let arenaCount: Int
    package let inputs: [String: View]
    package let outputs: [String: View]
    package let parameters: ParameterLayout
    package let estimate: Estimate
}

/// A run of elements that the program reads or writes.
package struct Storage: Hashable, Sendable {
    /// The number of elements.
    package var count: Int
    package var element = Element.float32
    package var home: Home

    /// What the elements are. Only matrix products and copies read bfloat16.
    package enum Element: Hashable, Sendable {
        case float32, bfloat16

        /// Bytes of one.
        package var bytes: Int { self == .float32 ? 4 : 2 }
    }

    /// Where a storage lies; offsets in floats.
    package enum Home: Hashable, Sendable {
        case arena(offset: Int)
        case parameters(offset: Int)
        case gradients(offset: Int)
    }
}

/// One thing to do.
package enum Step: Sendable {
    case fused(FusedKernel)
    case matmul(MatmulStep)
    /// out[i] = table[indices[i]]
    case gather(out: View, table: View, indices: View)
    /// out[indices[i]] += values[i], from zero
    case scatterAdd(out: View, values: View, indices: View)
    case cumulativeSum(out: View, values: View, axis: Int, reversed: Bool)
}

/// Products of matrices [m, k] and [k, n], one for every index of the batch axes. Matrices of an
/// operand have a stride for rows and one for columns, of which one is 1.
package struct MatmulStep: Hashable, Sendable {
    package var m: Int
    package var n: Int
    package var k: Int
    package var batch: [Int]
    package var a: Operand
    package var b: Operand
    package var c: Operand
    /// What causal attention lets the product leave out; nil for nothing.
    package var causality: Causality?

    package init(m: Int, n: Int, k: Int, batch: [Int], a: Operand, b: Operand, c: Operand) {
        (self.m, self.n, self.k) = (m, n, k)
        self.batch = batch
        (self.a, self.b, self.c) = (a, b, c)
    }

    /// How a square of causal attention takes part, of which nothing above the diagonal counts.
    /// Rows are taken in blocks, and columns up to the last row of the block.
    package enum Causality: Hashable, Sendable {
        case output(block: Int)
        case left(block: Int)
        /// The left factor is the square's transpose.
        case leftTransposed(block: Int)
    }

    package struct Operand: Hashable, Sendable {
        package var storage: Int
        package var offset: Int
        package var batchStrides: [Int]
        package var rowStride: Int
        package var columnStride: Int

        package init(
            storage: Int, offset: Int, batchStrides: [Int], rowStride: Int, columnStride: Int
        ) {
            self.storage = storage
            self.offset = offset
            self.batchStrides = batchStrides
            self.rowStride = rowStride
            self.columnStride = columnStride
        }
    }
}
