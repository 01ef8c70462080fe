/// The place of a node in its graph; a node's operands have lower places.
package typealias NodeID = Int

/// One immutable value of a graph.
package struct Node: Hashable, Sendable {
    package let op: Op
    package let inputs: [NodeID]
    package let shape: Shape
}

/// A trained value: its name, shape, and how it starts.
package struct Parameter: Hashable, Sendable {
    package let name: String
    package let shape: Shape
    package let initializer: Initializer
    /// The name that keys its initial values: its own, or the one it would have in a model where no
    /// other parameter has taken that one.
    package let drawnAs: String
    /// Whether weight decay falls on it: by default on tensors of rank two or more.
    package let decays: Bool

    package init(
        name: String, shape: Shape, initializer: Initializer, drawnAs: String? = nil,
        decays: Bool? = nil
    ) {
        self.name = name
        self.shape = shape
        self.initializer = initializer
        self.drawnAs = drawnAs ?? name
        self.decays = decays ?? Self.decays(shape)
    }

    /// Whether weight decay falls on a tensor of which nothing else is said.
    private static func decays(_ shape: Shape) -> Bool { shape.rank >= 2 }

    /// What it says of weight decay that its shape does not; empty where it is as usual.
    fileprivate var decayText: String {
        decays == Self.decays(shape) ? "" : decays ? " decays" : " does not decay"
    }

    /// The values with which it starts.
    package func initialValues(seed: UInt64) -> [Float] {
        initializer.values(count: shape.count, seed: seed, name: drawnAs)
    }
}

/// A traced computation, finished: nodes in topological order, none of them unused.
package struct Graph: Sendable {
    package let nodes: [Node]
    /// The values to keep, by name, in the order in which they were asked for.
    package let outputs: [Output]
    /// The parameters in the order of their declaration, whether or not an output depends on them.
    package let parameters: [Parameter]

    package struct Output: Hashable, Sendable {
        package let name: String
        package let node: NodeID
    }

    /// The inputs that some output depends on, with their shapes.
    package var inputs: [(name: String, shape: Shape)] {
        nodes.compactMap { node in
            if case .input(let name) = node.op { (name, node.shape) } else { nil }
        }
    }

    /// The node that makes an output.
    package func output(_ name: String) -> NodeID? {
        outputs.first { $0.name == name }?.node
    }

    /// How many nodes use each node, outputs included.
    package var useCounts: [Int] {
        var counts = [Int](repeating: 0, count: nodes.count)
        for node in nodes { for input in node.inputs { counts[input] += 1 } }
        for output in outputs { counts[output.node] += 1 }
        return counts
    }

    /// Whether another graph computes the same outputs in the same way, whatever parameters either
    /// declares besides.
    package func computesSame(as other: Graph) -> Bool {
        nodes == other.nodes && outputs == other.outputs
    }

    /// A text that is the same for graphs that compute the same outputs in the same way from
    /// parameters that start alike, and for no others: the basis of a trial's identity.
    package var canonicalText: String {
        var text = ""
        for node in nodes { text += "\(node.op) \(node.inputs) \(node.shape)\n" }
        for output in outputs { text += "\(output.name.debugDescription) = \(output.node)\n" }
        for parameter in parameters {
            let name = parameter.name.debugDescription
            let drawn =
                parameter.drawnAs == parameter.name
                ? "" : " drawn as \(parameter.drawnAs.debugDescription)"
            let start = "\(parameter.initializer)\(drawn)\(parameter.decayText)"
            text += "\(name) \(parameter.shape) \(start)\n"
        }
        return text
    }
}
