/// A symbolic tensor: a value of the graph that is being traced.
///
/// Arithmetic on tensors adds nodes to the graph. Shapes broadcast as in NumPy: axes are aligned
/// from the last, and a size of 1 stretches. An impossible operation is reported when the trace
/// ends, with the variant, the hook, the operation and the shapes.
public struct Tensor {
    package let builder: GraphBuilder
    package let id: NodeID

    package init(builder: GraphBuilder, id: NodeID) {
        self.builder = builder
        self.id = id
    }

    /// The sizes of its axes.
    public var shape: Shape { builder.nodes[id].shape }

    /// A scalar of the same graph.
    package func constant(_ value: Double) -> Tensor { builder.constant(value) }

    /// An axis counted from the last where it is negative; one that is not there, unchanged, so
    /// that errors name what the author wrote.
    func axis(_ axis: Int) -> Int { -shape.rank..<0 ~= axis ? axis + shape.rank : axis }
}
