import Compiler
import Tensors
import Testing

@Suite("Products in bf16")
struct ProductRoundingTests {
    /// The gradients of two layers whose first is given as heads, and of attention with itself.
    private func graph() throws -> Graph {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [2, 8, 16], initializer: .ones)
        let w = builder.parameter("w", shape: [3, 16, 16], initializer: .ones)
        func heads(_ index: Int) -> Tensor {
            x.normalized().reshaped(16, 16)
                .matmul(w.slice(0, index..<index + 1).reshaped(16, 16), transposeOther: true)
                .reshaped(2, 8, 2, 8).transposed(0, 2, 1, 3)
        }
        let scores = heads(0).matmul(heads(1), transposeOther: true)
        let y = scores.softmax(causal: true).matmul(heads(2)).transposed(0, 2, 1, 3)
        let logits = geluTanh(y.reshaped(16, 16)).matmul(w.slice(0, 0..<1).reshaped(16, 16))
        let loss = (logits * logits).sum(0, 1).reshaped(to: [])
        let gradients = builder.gradients(of: loss, by: [x, w])
        return try builder.finish(
            outputs: [("loss", loss), ("grad.x", gradients[0]), ("grad.w", gradients[1])])
    }

    /// What a factor is a view of.
    private func source(_ id: NodeID, _ graph: Graph) -> [NodeID] {
        switch graph.nodes[id].op {
        case .reshape, .transpose, .slice, .concatenate:
            graph.nodes[id].inputs.flatMap { source($0, graph) }
        default: [id]
        }
    }

    private func products(_ graph: Graph) -> [Node] {
        graph.nodes.filter { if case .matmul = $0.op { true } else { false } }
    }

    private func isRounding(_ node: Node) -> Bool { node.op == .unary(.bfloat16) }

    @Test("Single precision rounds nothing")
    func single() throws {
        let graph = try graph()
        #expect(try !graph.prepared(for: .float32).nodes.contains(where: isRounding))
        let program = try graph.compiled()
        #expect(program.storages.allSatisfy { $0.element == .float32 })
    }

    @Test("Both factors of every product are rounded, forward and backward")
    func everyFactor() throws {
        let rounded = try graph().prepared(for: .bfloat16)
        #expect(products(rounded).count == products(try graph()).count)
        for product in products(rounded) {
            for factor in product.inputs.flatMap({ source($0, rounded) }) {
                #expect(isRounding(rounded.nodes[factor]))
            }
        }
    }

    @Test("Each value is rounded once, below its movements, for all products that read it")
    func once() throws {
        let rounded = try graph().prepared(for: .bfloat16)
        let roundings = rounded.nodes.filter(isRounding)
        #expect(Set(roundings.map { $0.inputs[0] }).count == roundings.count)
        for node in roundings { #expect(source(node.inputs[0], rounded) == node.inputs) }
        // The parameter, of which every product reads a part.
        let parameters = roundings.filter { rounded.nodes[$0.inputs[0]].op == .parameter("w") }
        #expect(parameters.map(\.shape) == [[3, 16, 16]])
        // Rounding again finds nothing to do.
        #expect(try rounded.roundingProducts().computesSame(as: rounded))
    }

    @Test("Factors are stored in two bytes, and nothing else is")
    func storages() throws {
        let graph = try graph()
        let program = try graph.compiled(gradientsApart: true, precision: .bfloat16)
        var factors: Set<Int> = []
        for case .matmul(let product) in program.steps {
            factors.formUnion([product.a.storage, product.b.storage])
        }
        let halves = program.storages.indices.filter {
            program.storages[$0].element == .bfloat16
        }
        #expect(!halves.isEmpty && factors == Set(halves))
        #expect(program.estimate.bytes < 2 * (try graph.compiled().estimate.bytes))
    }

    @Test("A rounded value that something else reads is stored in floats")
    func otherReaders() throws {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [8, 8], initializer: .ones)
        let rounded = builder.apply(.unary(.bfloat16), [x * 0.3])
        let product = rounded.matmul(rounded, transposeOther: true)
        for other in [rounded, rounded.transposed(1, 0), rounded + 1] {
            let program = try builder.finish(outputs: [("product", product), ("other", other)])
                .compiled(precision: .bfloat16)
            #expect(program.storages.allSatisfy { $0.element == .float32 })
        }
    }

    @Test("Rounding belongs to the kernel that computes the value, and takes no pass of its own")
    func fusion() throws {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [32, 24], initializer: .ones)
        let y = x.normalized()
        let graph = try builder.finish(outputs: [("y", y.matmul(y, transposeOther: true))])
        for precision in Precision.allCases {
            #expect(try graph.compiled(precision: precision).steps.count == 2)
        }
        let program = try graph.compiled(precision: .bfloat16)
        #expect(program.arenaCount < (try graph.compiled().arenaCount))
        // Storing rounds; there is no instruction for it.
        guard case .fused(let kernel) = program.steps[0] else {
            Issue.record("the first step is no kernel")
            return
        }
        #expect(!kernel.instructions.contains { $0.opcode == .unary(.bfloat16) })
    }
}
