import Tensors
import TestSupport
import Testing

/// An author's mistakes become one error that says what was wrong; none stops the program.
@Suite("Trace errors")
struct TraceErrorTests {
    private func sentence(_ mistake: (GraphBuilder, Tensor) -> Tensor) -> String? {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [2, 3], initializer: .ones)
        let y = mistake(builder, x)
        do throws(TraceError) {
            _ = try builder.finish(outputs: [("y", y)])
            return nil
        } catch {
            return error.description
        }
    }

    @Test("The sentence names variant, hook, operation and both shapes")
    func context() {
        let found = sentence { builder, x in
            builder.context = ["variant 'soft-window'", "hook 'scores'"]
            defer { builder.context = [] }
            return x + x.transposed()
        }
        #expect(
            found
                == "variant 'soft-window', hook 'scores': add of [2, 3] and [3, 2]: "
                + "axes are aligned from the last, and sizes must be equal or 1.")
    }

    @Test("Wrong axes")
    func axes() {
        #expect(sentence { _, x in x.max(5) } == "maximum of [2, 3]: there is no axis 5.")
        #expect(sentence { _, x in x.sum(-3) } == "sum of [2, 3]: there is no axis -3.")
        #expect(sentence { _, x in x.mean(2) } == "sum of [2, 3]: there is no axis 2.")
        #expect(
            sentence { _, x in x.cumulativeSum(2) }
                == "cumulative sum of [2, 3]: there is no axis 2.")
        #expect(
            sentence { _, x in x.transposed(0, 0) }
                == "transpose of [2, 3]: [0, 0] is not an order of its axes.")
        #expect(
            sentence { _, x in x.transposed(0, 1, 2) }
                == "transpose of [2, 3]: [0, 1, 2] is not an order of its axes.")
        #expect(sentence { _, x in x.slice(2, 0..<1) } == "slice of [2, 3]: there is no axis 2.")
        #expect(sentence { _, x in concatenate([x, x], axis: -3) } != nil)
        #expect(sentence { builder, _ in builder.constant(1).transposed() } != nil)
        #expect(sentence { builder, _ in builder.constant(1).normalized() } != nil)
        #expect(sentence { builder, _ in builder.constant(1).softmax() } != nil)
        #expect(sentence { builder, _ in builder.constant(1).logSumExp() } != nil)
        #expect(sentence { builder, x in builder.constant(1).crossEntropy(targets: x) } != nil)
        #expect(sentence { builder, x in builder.constant(1).scatterAdd(x, rows: 2) } != nil)
        #expect(sentence { builder, _ in builder.positions(axis: 1, shape: [2]) } != nil)
    }

    @Test("Wrong sizes")
    func sizes() {
        #expect(
            sentence { _, x in x.reshaped(4) }
                == "reshape of [2, 3]: it has 6 elements and [4] has 4.")
        for shape: Shape in [
            [-1, -1], [-2, -3], [0, -1], [4, -1], [-1, 0], [0], [1 << 40, 1 << 40],
        ] {
            #expect(sentence { _, x in x.reshaped(to: shape) } != nil, "\(shape)")
            #expect(sentence { _, x in x.broadcast(to: shape) } != nil, "\(shape)")
        }
        #expect(
            sentence { _, x in x.reshaped(4, -1) }
                == "reshape of [2, 3]: [4, -1] does not fit 6 elements; sizes are positive, and at "
                + "most one is -1, found from the others.")
        #expect(
            sentence { _, x in x.broadcast(to: [3]) }
                == "broadcast of [2, 3]: it does not stretch to [3].")
        for range in [0..<4, -1..<2, 3..<3, 3..<4, 0..<Int.max, Int.min..<0, Int.max - 1..<Int.max]
        {
            #expect(sentence { _, x in x.slice(1, range) } != nil, "\(range)")
        }
        #expect(
            sentence { _, x in x.slice(-1, 2..<5) }
                == "slice of [2, 3]: the range 2..<5 is empty or does not lie within axis 1.")
        #expect(
            sentence { _, x in x.split(-1, into: 2)[1] }
                == "split of [2, 3]: axis 1 cannot be cut into 2 equal parts.")
        #expect(sentence { _, x in x.split(-1, into: 0)[0] } != nil)
        #expect(sentence { _, x in concatenate([x, x.transposed()], axis: 0) } != nil)
        #expect(sentence { _, x in x.transposed().softmax(causal: true) } != nil)
        for shape: Shape in [[0], [2, -1], [1 << 30, 1 << 30]] {
            #expect(sentence { builder, _ in builder.input("i", shape: shape) } != nil)
            #expect(
                sentence { builder, _ in
                    builder.parameter("p", shape: shape, initializer: .zeros)
                } != nil)
        }
    }

    @Test("Wrong operands of products, tables and losses")
    func operands() {
        #expect(
            sentence { _, x in x.matmul(x) }
                == "matrix product of [2, 3] and [2, 3]: the inner sizes 3 and 2 must be equal.")
        #expect(
            sentence { _, x in x.matmul(x.reshaped(6)) }
                == "matrix product of [2, 3] and [6]: both need two axes or more.")
        #expect(
            sentence { builder, x in
                builder.input("a", shape: [2, 1, 3]).matmul(builder.input("b", shape: [5, 3, 1]))
            }
                == "matrix product of [2, 1, 3] and [5, 3, 1]: the leading axes must be equal or 1."
        )
        #expect(
            sentence { builder, x in x.matmul(builder.input("b", shape: [4, 2, 5])) } != nil)
        #expect(
            sentence { builder, x in builder.input("a", shape: [4, 2, 5]).matmul(x) } != nil)
        #expect(
            sentence { _, x in x.reshaped(6).gather(x) }
                == "gather of [6] and [2, 3]: the table has two axes.")
        #expect(
            sentence { _, x in x.crossEntropy(targets: x) }
                == "cross entropy of [2, 3] and [2, 3]: "
                + "targets have the shape of the logits without their last axis.")
        #expect(sentence { _, x in x.scatterAdd(x, rows: 2) } != nil)
        #expect(
            sentence { builder, x in x.scatterAdd(builder.input("i", shape: [2]), rows: 0) } != nil)
        #expect(sentence { _, x in x.selected(where: x, otherwise: x.transposed()) } != nil)
    }

    @Test("A slice of the graph cannot change other axes")
    func sliceShape() {
        let found = sentence { builder, x in
            builder.apply(.slice(axis: 1, start: 0), [x], shape: [1, 2])
        }
        #expect(found == "slice of [2, 3]: [1, 2] has other axes.")
    }

    @Test("The first mistake is reported, and what follows it runs to its end")
    func first() {
        let found = sentence { _, x in
            let wrong = x.matmul(x)
            let parts = wrong.split(-1, into: 4)
            let later = parts[3].reshaped(wrong.shape[5], wrong.shape[-7], 8).max(9)
            var shape = later.shape
            shape[4] = 7
            return concatenate([later, wrong.broadcast(to: shape)], axis: 2).transposed(3, 1)
        }
        #expect(found?.hasPrefix("matrix product of [2, 3] and [2, 3]") == true)
    }

    @Test("Tensors of two traces do not mix")
    func twoTraces() {
        let other = GraphBuilder().constant(1).broadcast(to: [2, 3])
        #expect(
            sentence { _, x in x + other }
                == "add of [2, 3] and [2, 3]: an operand belongs to another trace.")
    }

    @Test("An input of two shapes, and a name of two outputs, are refused")
    func names() {
        #expect(
            sentence { builder, _ in
                builder.input("i", shape: [2]) + builder.input("i", shape: [1])
            } == "input 'i' of [1]: the input is already declared with shape [2].")
        let builder = GraphBuilder()
        let one = builder.constant(1)
        #expect(throws: TraceError.self) {
            try builder.finish(outputs: [("y", one), ("y", one + one)])
        }
    }

    @Test("More axes than kernels can walk are refused in a sentence")
    func rank() {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [2, 2], initializer: .ones)
        let seven = x.reshaped(to: [1, 2, 1, 2, 1, 1, 1])
        #expect(builder.failure == nil && seven.shape.rank == 7)
        _ = x.reshaped(to: [1, 2, 1, 2, 1, 1, 1, 1])
        #expect(builder.failure?.reason.contains("has 8 axes, and there may be 7") == true)
    }
}
