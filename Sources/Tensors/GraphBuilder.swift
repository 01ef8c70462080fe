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
    /// For each node, whether it depends on something that is given at each run.
    private var dependOnInputs: [Bool] = []
    private var parameterPlaces: [String: Int] = [:]
    private var inputShapes: [String: Shape] = [:]

    package init() {}

    /// The tensor for an op on operands; its shape follows from `Op.shape(of:requested:)`.
    package func apply(_ op: Op, _ inputs: [Tensor], shape requested: Shape? = nil) -> Tensor {
        do throws(ShapeError) {
            guard inputs.allSatisfy({ $0.builder === self }) else {
                throw ShapeError(reason: "an operand belongs to another trace")
            }
            let shape = try op.shape(of: inputs.map(\.shape), requested: requested)
            try check(shape)
            return simplified(op, inputs, shape)
                ?? append(Node(op: op, inputs: inputs.map(\.id), shape: shape))
        } catch {
            fail(error.reason, operation: op.title, shapes: inputs.map(\.shape))
            // A likely shape, so that the author's code that follows runs to its end.
            return placeholder([requested, inputs.first?.shape])
        }
    }

    /// What kernels can walk: six axes of rows, and columns.
    private static let largestRank = 7

    private func check(_ shape: Shape) throws(ShapeError) {
        guard shape.elementCount != nil else {
            throw ShapeError(reason: "\(shape) has a size that is not positive, or is too large")
        }
        guard shape.rank <= Self.largestRank else {
            throw ShapeError(
                reason: "\(shape) has \(shape.rank) axes, and there may be \(Self.largestRank)")
        }
    }

    private func placeholder(_ shapes: [Shape?]) -> Tensor {
        let shape =
            shapes.lazy.compactMap { $0 }.first {
                $0.elementCount != nil && $0.rank <= Self.largestRank
            } ?? []
        return constant(0).broadcast(to: shape)
    }

    /// Records the first failure, with the context in which it happened.
    package func fail(_ reason: String, operation: String, shapes: [Shape] = []) {
        failure =
            failure
            ?? TraceError(context: context, operation: operation, shapes: shapes, reason: reason)
    }

    /// A value given at each run.
    package func input(_ name: String, shape: Shape) -> Tensor {
        if let known = inputShapes.updateValue(shape, forKey: name), known != shape {
            fail(
                "the input is already declared with shape \(known)", operation: "input '\(name)'",
                shapes: [shape])
        }
        return apply(.input(name), [], shape: shape)
    }

    package func constant(_ value: Double) -> Tensor {
        append(Node(op: .constant(value), inputs: [], shape: []))
    }

    /// The index along an axis, in a tensor of this shape.
    package func positions(axis: Int, shape: Shape) -> Tensor {
        apply(.positions(axis: axis), [], shape: shape)
    }

    /// A parameter, declared at its first use; a later use must agree on the shape.
    ///
    /// - Parameters:
    ///   - drawnAs: The name that keys its initial values; by default its own.
    ///   - decays: Whether weight decay falls on it; by default where its rank is two or more.
    package func parameter(
        _ name: String, shape: Shape, initializer: Initializer, drawnAs: String? = nil,
        decays: Bool? = nil
    ) -> Tensor {
        if let place = parameterPlaces[name] {
            let known = parameters[place]
            if known.shape != shape {
                fail(
                    "the parameter is already declared with shape \(known.shape)",
                    operation: "parameter '\(name)'", shapes: [shape])
            }
            return apply(.parameter(name), [], shape: known.shape)
        }
        parameterPlaces[name] = parameters.count
        parameters.append(
            Parameter(
                name: name, shape: shape, initializer: initializer, drawnAs: drawnAs,
                decays: decays))
        return apply(.parameter(name), [], shape: shape)
    }

    /// The graph of these outputs, without the nodes that none of them needs.
    ///
    /// - Throws: `TraceError`, the first impossible operation, or an output name that stands twice.
    package func finish(outputs: [(name: String, tensor: Tensor)]) throws(TraceError) -> Graph {
        var names: Set<String> = []
        for output in outputs where !names.insert(output.name).inserted {
            fail("two outputs have this name", operation: "output '\(output.name)'")
        }
        if let failure { throw failure }
        return Graph(
            pruning: nodes, outputs: outputs.map { .init(name: $0.name, node: $0.tensor.id) },
            parameters: parameters)
    }

    /// Whether a tensor depends on something that is given at each run.
    package func dependsOnInputs(_ tensor: Tensor) -> Bool { dependOnInputs[tensor.id] }

    package func node(_ tensor: Tensor) -> Node { nodes[tensor.id] }

    package func tensor(_ id: NodeID) -> Tensor { Tensor(builder: self, id: id) }

    private func append(_ node: Node) -> Tensor {
        if let id = places[node] { return tensor(id) }
        places[node] = nodes.count
        nodes.append(node)
        let isInput = if case .input = node.op { true } else { false }
        dependOnInputs.append(isInput || node.inputs.contains { dependOnInputs[$0] })
        return tensor(nodes.count - 1)
    }
}
