import Tensors
import TestSupport
import Testing

@Suite("Graph builder")
struct GraphBuilderTests {
    let trace = ConcreteTrace()

    @Test("Equal expressions are one node")
    func commonSubexpressions() {
        let (x, y) = (trace.parameter([2, 3]), trace.parameter([3]))
        #expect((x * y + 1).id == (x * y + 1).id)
        #expect((x * y).id != (y * x).id)
        #expect(x.sum(0).id == x.sum(-2).id)
        #expect(x.softmax().id != x.softmax(causal: false).normalized().id)
        #expect(x.dropout(rate: 0.5, site: "a").id != x.dropout(rate: 0.5, site: "b").id)
    }

    @Test("What changes nothing is no node")
    func neutralElements() {
        let x = trace.parameter([2, 3])
        let unchanged = [
            x + 0, 0 + x, x - 0, x * 1, 1 * x, x / 1, x.reshaped(2, 3),
            x.reshaped(6).reshaped(2, 3),
            x.transposed().transposed(), x.transposed(0, 1), x.slice(0, 0..<2),
            x.broadcast(to: [2, 3]),
            concatenate([x], axis: 0), x.reshaped(1, 2, 3).sum(0).reshaped(2, 3),
        ]
        for tensor in unchanged { #expect(tensor.id == x.id) }
        let column = trace.parameter([1])
        #expect((column + trace.builder.constant(0).broadcast(to: [3])).shape == [3])
    }

    @Test("Arithmetic on constants is done at once")
    func constants() {
        let two = trace.builder.constant(2)
        #expect(trace.builder.node(two * 3 - 1).op == .constant(5))
        #expect(trace.builder.node(exp(trace.builder.constant(0))).op == .constant(1))
    }

    @Test("Simplification keeps values: movements of movements reach the same elements")
    func simplifiedValues() throws {
        let x = trace.parameter([2, 3, 4])
        let turned = x.transposed(1, 2, 0).transposed(2, 0, 1).transposed(2, 1, 0)
        let direct = x.transposed(2, 1, 0)
        #expect(turned.id == direct.id)
        let once = try trace.value(of: x.transposed(1, 2, 0).transposed(1, 0, 2))
        let values = try trace.value(of: x)
        // Axis k of the result is axis order[k] of the operand, twice: [2, 1, 0].
        var expected: [Double] = []
        for c in 0..<4 {
            for b in 0..<3 { for a in 0..<2 { expected.append(values[a * 12 + b * 4 + c]) } }
        }
        #expect(once == expected)
    }

    @Test("A finished graph holds only what its outputs need, operands first")
    func pruning() throws {
        let (x, y) = (trace.parameter([2]), trace.parameter([2]))
        _ = exp(y)
        let graph = try trace.builder.finish(outputs: [("a", x * 2), ("b", x * 2 + 1)])
        #expect(graph.nodes.count == 5)
        #expect(graph.parameters.count == 2)
        for (id, node) in graph.nodes.enumerated() { #expect(node.inputs.allSatisfy { $0 < id }) }
        #expect(graph.output("a").map { graph.nodes[$0].op } == .binary(.multiply))
        #expect(graph.output("c") == nil)
        let smaller = try #require(graph.keeping(["a"]))
        #expect(smaller.nodes.count == 3 && smaller.outputs.map(\.name) == ["a"])
        #expect(graph.keeping(["a", "c"]) == nil)
        #expect(graph.useCounts == [1, 1, 2, 1, 1])
    }

    @Test("A parameter declared twice is one; another shape is refused")
    func parameters() {
        let first = trace.builder.parameter("w", shape: [2], initializer: .ones)
        let again = trace.builder.parameter("w", shape: [2], initializer: .ones)
        #expect(first.id == again.id && trace.builder.parameters.count == 1)
        _ = trace.builder.parameter("w", shape: [3], initializer: .ones)
        #expect(
            trace.builder.failure?.description
                == "parameter 'w' of [3]: the parameter is already declared with shape [2].")
    }
}
