package import Tensors

extension Graph {
    /// Compiles this graph: factors and lowers it, rounds the factors of products, fuses, orders
    /// the steps, and plans the memory.
    ///
    /// - Parameters:
    ///   - gradientsApart: Whether outputs named `Graph.gradientName(of:)` go to a vector of the
    ///     parameters' layout instead of the arena.
    ///   - precision: That of the factors of matrix products.
    /// - Throws: `TraceError` where the graph holds an impossible operation.
    package func compiled(
        gradientsApart: Bool = false, precision: Precision = .float32
    ) throws(TraceError) -> Program {
        var compilation = Compilation(
            try prepared(for: precision), gradientsApart: gradientsApart, precision: precision)
        return compilation.program(for: self)
    }

    /// This graph in the ops that steps are made of.
    package func prepared(for precision: Precision) throws(TraceError) -> Graph {
        let lowered = try factored().lowered()
        return switch precision {
        case .float32: lowered
        case .bfloat16: try lowered.roundingProducts()
        }
    }
}

/// The state of one compilation.
struct Compilation {
    let graph: Graph
    let fusion: FusionPlan
    let isMaterialized: [Bool]
    /// Whether each node is stored as bfloat16.
    let isBFloat16: [Bool]
    let multiplyAdds: [NodeID: NodeID]
    let layout: ParameterLayout
    let useCounts: [Int]
    let gradientsApart: Bool
    /// The nodes that use each node.
    var consumers: [[NodeID]]
    var views: [NodeID: View] = [:]
    var steps: [Step] = []
    var storages: [Storage] = []
    /// For each storage in the arena, the steps during which it is alive.
    var lifetimes: [ClosedRange<Int>?] = []

    private let schedule: [Int]
    private let members: [Int: [NodeID]]
    private let sinks: [Int: [NodeID]]

    init(_ graph: Graph, gradientsApart: Bool, precision: Precision) {
        self.graph = graph
        isBFloat16 =
            precision == .bfloat16
            ? graph.valuesInBFloat16 : Array(repeating: false, count: graph.nodes.count)
        self.gradientsApart = gradientsApart
        fusion = FusionPlan(graph)
        layout = ParameterLayout(graph.parameters)
        useCounts = graph.useCounts
        consumers = Array(repeating: [], count: graph.nodes.count)
        var members: [Int: [NodeID]] = [:]
        var sinks: [Int: [NodeID]] = [:]
        for (id, node) in graph.nodes.enumerated() {
            for input in node.inputs { consumers[input].append(id) }
            switch fusion.roles[id] {
            case .leaf, .inline: break
            case .sink:
                sinks[fusion.accumulator(of: id), default: []].append(id)
                members[id] = []
            case .fused, .view, .call: members[fusion.unit(of: id), default: []].append(id)
            }
        }
        self.members = members
        self.sinks = sinks
        schedule = fusion.schedule(Set(members.keys).union(sinks.keys))
        isMaterialized =
            MaterializationPlan(
                graph, fusion,
                kernels: schedule.map { ($0, (members[$0] ?? []) + (sinks[$0] ?? [])) }
            ).isMaterialized
        multiplyAdds = fusion.multiplyAdds(graph, isMaterialized: isMaterialized)
    }

    mutating func program(for source: Graph) -> Program {
        placeLeaves()
        for unit in schedule {
            if fusion.spaces[unit] != nil {
                fuse(unit)
            } else {
                for node in members[unit] ?? [] { emit(node) }
            }
        }
        let outputs = placeOutputs()
        steps =
            CausalPlan(
                steps, storages: storages, outputs: Set(outputs.values.map(\.storage))
            ).steps
        let arena = planMemory()
        return Program(
            graph: source, steps: steps, storages: storages, arenaCount: arena,
            inputs: Dictionary(
                uniqueKeysWithValues: graph.nodes.indices.compactMap { id in
                    if case .input(let name) = graph.nodes[id].op {
                        (name, views[id]!)
                    } else {
                        nil
                    }
                }),
            outputs: outputs, parameters: layout,
            estimate: Estimate(
                flops: source.flops, bytes: steps.reduce(0) { $0 + $1.bytes(storages) },
                arenaBytes: arena * MemoryLayout<Float>.stride,
                parameterBytes: layout.bytes))
    }

    // MARK: Kernels

    private mutating func fuse(_ unit: Int) {
        let stored = (members[unit] ?? []).filter { isMaterialized[$0] }
        let added = sinks[unit] ?? []
        guard !stored.isEmpty || !added.isEmpty else { return }
        // Before the views are taken for the builder: changing them afterwards would copy them all.
        let targets = (stored + added).map { allocate($0) }
        let (plan, stores, known) = (fusion, isMaterialized, views)
        var builder = KernelBuilder(
            graph, space: plan.spaces[unit]!, multiplyAdds: multiplyAdds
        ) { node in
            switch plan.roles[node] {
            case .leaf, .view, .call, .sink: known[node]
            case .inline: nil
            case .fused:
                stores[node] && plan.unit(of: node) != unit && !plan.isIndexExpression[node]
                    ? known[node] : nil
            }
        }
        for (node, target) in zip(stored, targets) {
            // Storing rounds, where the memory is bfloat16.
            builder.store(isBFloat16[node] ? graph.nodes[node].inputs[0] : node, to: target)
        }
        for (node, target) in zip(added, targets.dropFirst(stored.count)) {
            builder.accumulate(graph.nodes[node].inputs[0], to: target)
        }
        append(.fused(builder.finish()))
    }

    /// A contiguous copy of a view.
    mutating func copied(_ view: View) -> View {
        let target = newView(view.shape, element: storages[view.storage].element)
        copy(view, to: target)
        return target
    }

    mutating func copy(_ view: View, to target: View) {
        var builder = KernelBuilder(graph, space: FusionPlan.Space(of: view.shape)) { _ in nil }
        builder.copy(view, to: target)
        append(.fused(builder.finish()))
    }

    mutating func append(_ step: Step) {
        let index = steps.count
        steps.append(step)
        for storage in step.storages { touch(storage, at: index) }
    }

    // MARK: Memory

    mutating func newView(_ shape: Shape, element: Storage.Element = .float32) -> View {
        storages.append(
            Storage(count: max(shape.count, 1), element: element, home: .arena(offset: 0)))
        lifetimes.append(nil)
        return View(storage: storages.count - 1, shape: shape)
    }

    mutating func newView(_ shape: Shape, home: Storage.Home) -> View {
        let view = newView(shape)
        storages[view.storage].home = home
        return view
    }

    /// Keeps a storage of the arena alive at a step: -1 is before the first one, `Int.max` after
    /// the last.
    mutating func touch(_ storage: Int, at step: Int) {
        let old = lifetimes[storage] ?? step...step
        lifetimes[storage] = min(old.lowerBound, step)...max(old.upperBound, step)
    }

    private mutating func placeLeaves() {
        for (id, node) in graph.nodes.enumerated() {
            switch node.op {
            case .input:
                let view = newView(node.shape)
                touch(view.storage, at: -1)
                touch(view.storage, at: .max)
                views[id] = view
            case .parameter(let name):
                let offset = layout.range(of: name)!.lowerBound
                views[id] = newView(node.shape, home: .parameters(offset: offset))
            // Constants and positions are made where they are needed.
            case .constant, .positions, .unary, .binary, .select, .broadcast, .dropout, .reduce,
                .cumulativeSum, .softmax, .layerNorm, .matmul, .crossEntropy, .gather, .scatterAdd,
                .reshape, .transpose, .slice, .concatenate:
                break
            }
        }
    }

    private mutating func placeOutputs() -> [String: View] {
        var result: [String: View] = [:]
        for output in graph.outputs {
            var view = views[output.node]!
            if let home = home(ofOutput: output.name) {
                if storages[view.storage].home != home {
                    let target = newView(view.shape, home: home)
                    copy(view, to: target)
                    view = target
                }
            } else {
                touch(view.storage, at: .max)
            }
            result[output.name] = view
        }
        return result
    }

    /// Where an output must lie, if anywhere.
    func home(ofOutput name: String) -> Storage.Home? {
        guard gradientsApart, name.hasPrefix(Graph.gradientName(of: "")),
            let range = layout.range(of: String(name.dropFirst(Graph.gradientName(of: "").count)))
        else { return nil }
        return .gradients(offset: range.lowerBound)
    }

    private mutating func planMemory() -> Int {
        let arena = storages.indices.filter {
            if case .arena = storages[$0].home { lifetimes[$0] != nil } else { false }
        }
        let plan = MemoryPlan(
            arena.map { .init(count: storages[$0].floats, lifetime: lifetimes[$0]!) })
        for (index, storage) in arena.enumerated() {
            storages[storage].home = .arena(offset: plan.offsets[index])
        }
        return plan.count
    }
}

extension Storage {
    /// What it takes in the arena, in floats.
    fileprivate var floats: Int {
        let size = MemoryLayout<Float>.stride
        return (count * element.bytes + size - 1) / size
    }
}
