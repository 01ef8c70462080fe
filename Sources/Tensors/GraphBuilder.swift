/// A graph while it is traced. Equal nodes are one node, so that common subexpressions never
/// appear twice.
///
/// Operations do not throw, so that arithmetic reads like arithmetic: the first impossible one is
/// kept as `failure`, gives a placeholder, and `finish` throws it.
package final class GraphBuilder {
    package private(set) var nodes: [Node] = []
    package private(set) var parameters: [Parameter] = []
    /// The first impossible operation.
    package private(set) var failure: TraceError?
    /// Who is being traced, outermost first, such as "variant 'soft-window'" and "hook 'scores'".
    package var context: [String] = []
    private var places: [Node: NodeID] = [:]
    private var parameterPlaces: [String: Int] = [:]

    package init() {}

    /// The tensor for an op on operands; its shape follows from `ShapeRules`.
    package func apply(_ op: Op, _ inputs: [Tensor], shape: Shape? = nil) -> Tensor {
        precondition(inputs.allSatisfy { $0.builder === self }, "tensors of two traces were mixed")
        do {
            let shape = try op.shape(of: inputs.map(\.shape), requested: shape)
            return simplified(op, inputs, shape)
                ?? append(Node(op: op, inputs: inputs.map(\.id), shape: shape))
        } catch {
            fail(error.reason, operation: op.title, shapes: inputs.map(\.shape))
            return append(Node(op: .constant(0), inputs: [], shape: []))
        }
    }

    /// Records the first failure, with the context in which it happened.
    package func fail(_ reason: String, operation: String, shapes: [Shape] = []) {
        failure =
            failure
            ?? TraceError(context: context, operation: operation, shapes: shapes, reason: reason)
    }

    /// A value given at each run.
    package func input(_ name: String, shape: Shape) -> Tensor {
        append(Node(op: .input(name), inputs: [], shape: shape))
    }

    package func constant(_ value: Double) -> Tensor {
        append(Node(op: .constant(value), inputs: [], shape: []))
    }

    /// The index along an axis, in a tensor of this shape.
    package func positions(axis: Int, shape: Shape) -> Tensor {
        apply(.positions(axis: axis), [], shape: shape)
    }

    /// A parameter, declared at its first use; a later use must agree on the shape.
    package func parameter(_ name: String, shape: Shape, initializer: Initializer) -> Tensor {
        if let place = parameterPlaces[name] {
            let known = parameters[place]
            if known.shape != shape {
                fail(
                    "the parameter is already declared with shape \(known.shape)",
                    operation: "parameter '\(name)'", shapes: [shape])
            }
            return append(Node(op: .parameter(name), inputs: [], shape: known.shape))
        }
        parameterPlaces[name] = parameters.count
        parameters.append(Parameter(name: name, shape: shape, initializer: initializer))
        return append(Node(op: .parameter(name), inputs: [], shape: shape))
    }

    /// The graph of these outputs, without the nodes that none of them needs.
    ///
    /// - Throws: `TraceError`, the first impossible operation.
    package func finish(outputs: [(name: String, tensor: Tensor)]) throws(TraceError) -> Graph {
        if let failure { throw failure }
        var needed = [Bool](repeating: false, count: nodes.count)
        for output in outputs { needed[output.tensor.id] = true }
        for id in nodes.indices.reversed() where needed[id] {
            for input in nodes[id].inputs { needed[input] = true }
        }
        var renumbered = [NodeID](repeating: -1, count: nodes.count)
        var kept: [Node] = []
        for (id, node) in nodes.enumerated() where needed[id] {
            renumbered[id] = kept.count
            kept.append(
                Node(op: node.op, inputs: node.inputs.map { renumbered[$0] }, shape: node.shape))
        }
        return Graph(
            nodes: kept,
            outputs: outputs.map { .init(name: $0.name, node: renumbered[$0.tensor.id]) },
            parameters: parameters)
    }

    package func node(_ tensor: Tensor) -> Node { nodes[tensor.id] }

    package func tensor(_ id: NodeID) -> Tensor { Tensor(builder: self, id: id) }

    private func append(_ node: Node) -> Tensor {
        if let id = places[node] { return tensor(id) }
        places[node] = nodes.count
        nodes.append(node)
        return tensor(nodes.count - 1)
    }
}
