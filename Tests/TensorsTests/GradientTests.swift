import Tensors
import TestSupport
import Testing

/// Each rule beside finite differences, and the conventions that finite differences cannot see.
@Suite("Gradients")
struct GradientTests {
    let trace = ConcreteTrace()

    private func expectAgreement(
        of tensor: Tensor, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let differences = try trace.finiteDifferences(of: tensor)
        #expect(differences.largestError < 1e-6, "\(differences)", sourceLocation: sourceLocation)
    }

    @Test(
        "of functions of one element, besides rounding, which has steps",
        arguments: Unary.allCases.filter { $0 != .bfloat16 })
    func unary(function: Unary) throws {
        let x = trace.parameter([3, 5])
        try expectAgreement(of: trace.builder.apply(.unary(function), [x * x + 0.3]))
    }

    @Test(
        "of functions of two elements, with operands that broadcast either way",
        arguments: [Binary.add, .subtract, .multiply, .divide, .maximum, .minimum],
        [
            [[2, 3], [2, 3]], [[2, 3], [3]], [[1, 3], [2, 1]], [[], [2, 3]], [[3], [4, 2, 1]],
        ])
    func binary(function: Binary, shapes: [[Int]]) throws {
        let a = trace.parameter(Shape(shapes[0]))
        let b = trace.parameter(Shape(shapes[1]))
        try expectAgreement(of: trace.builder.apply(.binary(function), [a, b * b + 0.5]))
    }

    @Test("of comparisons are 0")
    func comparisons() throws {
        let (a, b) = (trace.parameter([3]), trace.parameter([3]))
        #expect(try trace.gradients(of: (a .< b).sum(), by: a, b) == [[0, 0, 0], [0, 0, 0]])
    }

    @Test("of a selection go to the side that was taken, and none to the condition")
    func selection() throws {
        let condition = trace.parameter([1, 0, -2], [3])
        let (a, b) = (trace.parameter([2, 3]), trace.parameter([2, 1]))
        let y = a.selected(where: condition, otherwise: b)
        #expect(
            try trace.gradients(of: y.sum(), by: condition, a, b)
                == [[0, 0, 0], [1, 0, 1, 1, 0, 1], [1, 1]])
    }

    @Test(
        "of broadcasts and reductions over any axes",
        arguments: [[0], [1], [2], [0, 2], [0, 1, 2]])
    func reductions(axes: [Int]) throws {
        let x = trace.parameter([3, 2, 4])
        for reduction in Reduction.allCases {
            try expectAgreement(of: trace.builder.apply(.reduce(reduction, axes: axes), [x]))
        }
        let y = trace.parameter([3, 1, 1])
        try expectAgreement(of: y.broadcast(to: [2, 3, 4, 2]))
    }

    @Test("of a greatest element are shared by those that tie")
    func ties() throws {
        let x = trace.parameter([3, 1, 3, 0], [4])
        #expect(try trace.gradients(of: x.max().sum(), by: x) == [[0.5, 0, 0.5, 0]])
    }

    @Test("of maximum and minimum go to the second operand where they tie; relu at 0 has 0")
    func pairTies() throws {
        let (a, b) = (trace.parameter([1, 2], [2]), trace.parameter([1, 1], [2]))
        #expect(try trace.gradients(of: maximum(a, b).sum(), by: a, b) == [[0, 1], [1, 0]])
        #expect(try trace.gradients(of: minimum(a, b).sum(), by: a, b) == [[0, 0], [1, 1]])
        let zero = trace.parameter([0, 3, -3], [3])
        #expect(try trace.gradients(of: relu(zero).sum(), by: zero) == [[0, 1, 0]])
    }

    @Test("of cumulative sums in both directions", arguments: [false, true])
    func cumulativeSums(reversed: Bool) throws {
        for axis in 0..<3 {
            let x = trace.parameter([2, 3, 4])
            try expectAgreement(
                of: trace.builder.apply(.cumulativeSum(axis: axis, reversed: reversed), [x]))
        }
    }

    @Test("of softmax, causal or not, with more columns than rows", arguments: [false, true])
    func softmax(causal: Bool) throws {
        try expectAgreement(of: trace.parameter([2, 3, 5]).softmax(causal: causal))
    }

    @Test("of layer norm, log-sum-exp and cross entropy")
    func lastAxis() throws {
        try expectAgreement(of: trace.parameter([2, 3, 5]).normalized(epsilon: 0.1))
        try expectAgreement(of: trace.parameter([3, 5]).logSumExp())
        let targets = trace.input([4, 0, 1, 1, 2, 3], [2, 3])
        try expectAgreement(of: trace.parameter([2, 3, 5]).crossEntropy(targets: targets))
    }

    @Test(
        "of matrix products with every transposition", arguments: [false, true], [false, true])
    func products(transposeA: Bool, transposeB: Bool) throws {
        for batch in [[], [2], [2, 3]] {
            let a = trace.parameter(Shape(batch + (transposeA ? [4, 2] : [2, 4])))
            let b = trace.parameter(Shape(batch + (transposeB ? [5, 4] : [4, 5])))
            let op = Op.matmul(transposeA: transposeA, transposeB: transposeB)
            try expectAgreement(of: trace.builder.apply(op, [a, b]))
        }
    }

    @Test(
        "of matrix products whose batches broadcast", arguments: [false, true], [false, true])
    func batchedProducts(transposeA: Bool, transposeB: Bool) throws {
        let pairs: [([Int], [Int])] = [([2, 3], []), ([], [3]), ([2, 1], [3]), ([1], [3])]
        for (left, right) in pairs {
            let a = trace.parameter(Shape(left + (transposeA ? [4, 2] : [2, 4])))
            let b = trace.parameter(Shape(right + (transposeB ? [5, 4] : [4, 5])))
            try expectAgreement(
                of: a.matmul(b, transposeSelf: transposeA, transposeOther: transposeB))
        }
    }

    @Test("of a product of a matrix with itself")
    func square() throws {
        let a = trace.parameter([2, 3, 3])
        try expectAgreement(of: a.matmul(a) + a.matmul(a, transposeOther: true))
    }

    @Test("of gather add up where a row is read twice; of scatter-add are rows")
    func rows() throws {
        let indices = trace.input([1, 0, 1, 3], [2, 2])
        try expectAgreement(of: trace.parameter([4, 3]).gather(indices))
        try expectAgreement(of: trace.parameter([2, 2, 3]).scatterAdd(indices, rows: 5))
    }

    @Test("of movements")
    func movement() throws {
        let x = trace.parameter([2, 3, 4])
        try expectAgreement(of: x.reshaped(6, 4))
        try expectAgreement(of: x.transposed(2, 0, 1))
        try expectAgreement(of: x.transposed(1, 2, 0).reshaped(4, 6).transposed())
        try expectAgreement(of: concatenate([x, trace.parameter([2, 1, 4]), x], axis: 1))
        for axis in 0..<3 { try expectAgreement(of: x.slice(axis, 1..<2)) }
    }

    @Test("of slices that tile, overlap, leave gaps, and lie along several axes")
    func slices() throws {
        let x = trace.parameter([4, 6])
        let tiles = x.split(1, into: 3)
        try expectAgreement(of: tiles[0] * tiles[1] - exp(tiles[2]))
        try expectAgreement(of: x.slice(1, 0..<4) * x.slice(1, 2..<6) + x.slice(1, 1..<5))
        try expectAgreement(of: x.slice(1, 1..<2) * x.slice(1, 4..<5))
        try expectAgreement(of: exp(x.slice(1, 0..<4)).sum(1) * x.slice(1, 3..<6).sum(1))
        try expectAgreement(of: x.slice(1, 0..<4) + x.slice(0, 1..<3).sum() + x.sum(1))
    }

    @Test("of slices that tile are joined without a sum")
    func tiling() throws {
        let x = trace.parameter([4, 6])
        let parts = x.split(1, into: 3)
        let loss = (parts[0] * parts[1] * parts[2]).sum()
        let graph = try trace.builder.finish(
            outputs: [("gradient", trace.builder.gradients(of: loss, by: [x])[0])])
        #expect(graph.nodes[graph.nodes.count - 1].op == .concatenate(axis: 1))
        #expect(!graph.nodes.contains { $0.op == .binary(.add) })
    }

    @Test("of chains as in attention and feed-forward blocks")
    func chains() throws {
        let (q, k, v) = (
            trace.parameter([2, 3, 4]), trace.parameter([2, 3, 4]), trace.parameter([2, 3, 4])
        )
        let weights = (q.matmul(k, transposeOther: true) * 0.5).softmax(causal: true)
        try expectAgreement(of: weights.matmul(v).normalized())
        try expectAgreement(of: geluTanh(q) + gelu(k))
    }

    @Test("by what the loss does not depend on are 0, in the right shape")
    func irrelevant() throws {
        let (x, y) = (trace.parameter([2, 2]), trace.parameter([3]))
        let loss = x.sum().reshaped()
        let later = trace.parameter([2])
        #expect(
            try trace.gradients(of: loss, by: y, later, x) == [[0, 0, 0], [0, 0], [1, 1, 1, 1]])
        #expect(try trace.gradients(of: trace.builder.constant(3), by: y) == [[0, 0, 0]])
        #expect(try trace.gradients(of: loss, by: loss) == [[1]])
    }

    @Test("by intermediate tensors are those of what follows them")
    func intermediate() throws {
        let x = trace.parameter([1, 2], [2])
        let y = x * 3
        #expect(try trace.gradients(of: (y * y).sum(), by: y, x) == [[6, 12], [18, 36]])
    }
}
