import Tensors

/// Traces a model: its graph, and what its variant declared.
///
/// - Throws: `ConfigurationError` for an impossible configuration, `CompositionError` for members
///   that replace the same part, leave out each other's or change nothing, `TraceError` for an
///   impossible operation.
package func trace(
    _ config: ModelConfig, _ variant: Composition, batch: Int, purpose: TracePurpose
) throws -> TracedModel {
    try config.validate()
    let training = try Objective(config, variant.members, batch: batch, isTraining: true)
    let objective = try training.finish([("loss", training.loss)])
    try refuseUnused(config, variant, batch: batch, training)
    let traced =
        purpose == .training
        ? training : try Objective(config, variant.members, batch: batch, isTraining: false)
    let outputs = traced.outputs(for: purpose)
    return TracedModel(
        graph: try traced.finish(outputs), config: config, variant: variant, batch: batch,
        purpose: purpose, probes: traced.probes(for: purpose).map(\.probe),
        attentions: purpose == .analysis ? traced.tracer.attentionFigures.map(\.attention) : [],
        counts: traced.tracer.ledger.counts, layers: traced.tracer.ledger.layers,
        objective: objective)
}

/// Counts the parameters of a model, at a fraction of what tracing it costs, as no member is looked
/// for that others make idle.
///
/// - Throws: As `trace` does, but not for members that change nothing or whose parts others leave
///   out, nor for operations that are impossible in training alone.
package func parameterCounts(
    _ config: ModelConfig, _ variant: Composition
) throws -> ParameterCounts {
    try config.validate()
    return try Objective(config, variant.members, batch: 1, isTraining: false)
        .tracer.ledger.counts
}

/// What a model records over training: a text for each probe, which says how it is called and
/// computed. Models of which one records a text of the other record the same under that name.
///
/// - Throws: As `trace` does.
package func recordings(
    _ config: ModelConfig, _ variant: Composition, batch: Int
) throws -> Set<String> {
    try config.validate()
    let objective = try Objective(config, variant.members, batch: batch, isTraining: true)
    return Set(
        try objective.tracer.probes.map { probe, tensor in
            try objective.finish([(probe.outputName, tensor)]).canonicalText
        })
}

/// A member without which the same would be computed and recorded is a mistake: a hook whose
/// signature was mistyped, say, or a part that another member's replacement leaves out. So is one
/// of whose parts only some are left out.
private func refuseUnused(
    _ config: ModelConfig, _ variant: Composition, batch: Int, _ training: Objective
) throws {
    let members = variant.members
    guard !members.isEmpty else { return }
    func traced(_ members: [any Variant]) -> Objective? {
        // What is no model throws where it is the whole composition.
        try? Objective(config, members, batch: batch, isTraining: true)
    }
    let whole = try training.recorded()
    var rests: [Objective?] = []
    for index in members.indices {
        var others = members
        let member = type(of: others.remove(at: index)).name
        let rest = traced(others)
        // Where the others are no model without it, it has an effect.
        if let without = try? rest?.recorded(), without.computesSame(as: whole) {
            throw CompositionError.noEffect(variant: member)
        }
        rests.append(rest)
    }
    guard members.count > 1, training.tracer.mayLeaveOutParts else { return }
    for index in members.indices {
        // Of two members, one is what the other leaves.
        let alone = members.count == 2 ? rests[1 - index] : traced([members[index]])
        if let alone, let bypass = training.tracer.bypass(of: index, alone: alone.tracer) {
            throw bypass
        }
    }
}

/// A traced model up to its loss.
private struct Objective {
    let tracer: Tracer
    let logits: Tensor
    let targets: Tensor
    let losses: Tensor
    let loss: Tensor

    init(_ config: ModelConfig, _ members: [any Variant], batch: Int, isTraining: Bool) throws {
        tracer = Tracer(config, members: members, batch: batch, isTraining: isTraining)
        let tokens = tracer.builder.input("tokens", shape: [batch, config.blockSize])
        logits = tracer.model(tokens)
        if let conflict = tracer.conflict { throw conflict }
        let targets: Shape =
            config.predict == .every ? [batch, config.blockSize] : [batch]
        self.targets = tracer.builder.input("targets", shape: targets)
        losses = logits.crossEntropy(targets: self.targets)
        loss = losses.reshaped(-1).mean(0).reshaped(to: [])
        if let failure = tracer.builder.failure { throw failure }
    }

    func finish(_ outputs: [(name: String, tensor: Tensor)]) throws -> Graph {
        try tracer.builder.finish(outputs: outputs)
    }

    /// Everything that is computed and recorded.
    func recorded() throws -> Graph {
        let probed = tracer.probes.map { (name: $0.probe.outputName, tensor: $0.tensor) }
        return try finish([("loss", loss)] + probed)
    }

    func outputs(for purpose: TracePurpose) -> [(name: String, tensor: Tensor)] {
        let recorded = probes(for: purpose)
        switch purpose {
        case .training:
            let tensors = parameters + recorded.map(\.tensor)
            let names =
                tracer.builder.parameters.map { Graph.gradientName(of: $0.name) }
                + recorded.map(\.probe.outputName)
            let gradients = tracer.builder.gradients(of: loss, by: tensors)
            return [("loss", loss)] + zip(names, gradients).map { ($0, $1) }
        case .evaluation:
            let judged = [
                (name: "loss", tensor: loss), ("losses", losses),
                ("hits", logits.hits(targets: targets)),
                ("confidences", logits.greatestProbabilities()),
            ]
            return judged + recorded.map { ($0.probe.outputName, $0.tensor) }
        case .inference:
            return [("logits", logits)]
        case .analysis:
            return [("logits", logits)] + tracer.attentionFigures.flatMap(\.outputs)
        case .parity:
            let gradients = tracer.builder.gradients(of: loss, by: parameters)
            let names = tracer.builder.parameters.map { Graph.gradientName(of: $0.name) }
            return [("logits", logits), ("loss", loss)] + zip(names, gradients).map { ($0, $1) }
        }
    }

    /// The probes that a purpose records.
    func probes(for purpose: TracePurpose) -> [(probe: Probe, tensor: Tensor)] {
        switch purpose {
        case .training: tracer.probes.filter(\.probe.isGradient)
        case .evaluation: tracer.probes.filter { !$0.probe.isGradient }
        case .inference, .analysis, .parity: []
        }
    }

    private var parameters: [Tensor] {
        tracer.builder.parameters.map {
            tracer.builder.parameter($0.name, shape: $0.shape, initializer: $0.initializer)
        }
    }
}
