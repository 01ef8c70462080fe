extension Graph {
    /// The graph of some of these outputs, without the nodes that none of them needs; nil where an
    /// output does not exist.
    package func keeping(_ names: [String]) -> Graph? {
        let kept = names.compactMap { name in outputs.first { $0.name == name } }
        guard kept.count == names.count else { return nil }
        return Graph(pruning: nodes, outputs: kept, parameters: parameters)
    }

    /// The graph of these outputs, which name their places in `all`.
    init(pruning all: [Node], outputs: [Output], parameters: [Parameter]) {
        var needed = [Bool](repeating: false, count: all.count)
        for output in outputs { needed[output.node] = true }
        for id in all.indices.reversed() where needed[id] {
            for input in all[id].inputs { needed[input] = true }
        }
        var places = [NodeID](repeating: -1, count: all.count)
        var kept: [Node] = []
        for (id, node) in all.enumerated() where needed[id] {
            places[id] = kept.count
            kept.append(
                Node(op: node.op, inputs: node.inputs.map { places[$0] }, shape: node.shape))
        }
        self.init(
            nodes: kept, outputs: outputs.map { Output(name: $0.name, node: places[$0.node]) },
            parameters: parameters)
    }
}
