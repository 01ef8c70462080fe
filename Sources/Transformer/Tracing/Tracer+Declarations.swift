import Tensors

/// What sites declare.
extension Tracer {
    /// A parameter. It belongs to the member whose hook asks for it by itself; what baseline parts
    /// declare, whoever asked for them, is everybody's.
    func parameter(
        _ scope: String, _ name: String, _ shape: Shape, _ initializer: Initializer,
        decays: Bool? = nil, isShared: Bool = false
    ) -> Tensor {
        guard shape.dimensions.allSatisfy({ $0 > 0 }) else {
            builder.fail(
                "all sizes of a parameter are at least 1", operation: "parameter '\(name)'",
                shapes: [shape])
            return placeholder(shape)
        }
        guard !name.isEmpty, !name.hasPrefix(".") else {
            builder.fail("a parameter needs a name of its own", operation: "parameter '\(name)'")
            return placeholder(shape)
        }
        let owner = isShared ? nil : frames.last.flatMap(\.member)
        let (full, drawnAs) = ledger.parameterName(
            scope, name, owner: owner, variant: owner.map(self.name(of:)))
        let outer = builder.context
        defer { builder.context = outer }
        if owner == nil, let first = ledger.declarer(of: full) {
            // Should the shapes differ, it is the member that has to choose another name.
            builder.context = [
                "variant '\(self.name(of: first))'",
                "a parameter that has a name of the baseline's",
            ]
        }
        let known = builder.parameters.count
        let tensor = builder.parameter(
            full, shape: shape, initializer: initializer, drawnAs: drawnAs, decays: decays)
        if builder.parameters.count > known { ledger.count(shape.count, in: group(of: full)) }
        return tensor
    }

    func linear(_ scope: String, _ name: String, _ x: Tensor, to outputs: Int, bias: Bool) -> Tensor
    {
        guard x.shape.rank >= 2 else {
            builder.fail(
                "its input needs two axes or more", operation: "linear '\(name)'",
                shapes: [x.shape])
            return x
        }
        let inputs = x.shape[-1]
        let weight = parameter(
            scope, name + ".weight", [outputs, inputs],
            config.initialization.weight(
                name: name + ".weight", inputs: inputs, outputs: outputs, layers: config.layers))
        let product = x.matmul(weight, transposeOther: true)
        guard bias else { return product }
        return product
            + parameter(
                scope, name + ".bias", [outputs], config.initialization.bias(inputs: inputs))
    }

    func layerNorm(_ scope: String, _ name: String, _ x: Tensor) -> Tensor {
        let prefix = name.isEmpty ? "" : name + "."
        guard x.shape.rank >= 1 else {
            builder.fail("its input has no axis", operation: "layer norm '\(name)'")
            return x
        }
        let shape: Shape = [x.shape[-1]]
        let scaled =
            x.normalized(epsilon: config.normEpsilon)
            * parameter(scope, prefix + "weight", shape, .ones)
        return config.bias ? scaled + parameter(scope, prefix + "bias", shape, .zeros) : scaled
    }

    func dropout(_ x: Tensor, name: String, rate: Double) -> Tensor {
        guard (0..<1).contains(rate) else {
            builder.fail(
                "its rate is \(rate), but should be at least 0 and below 1",
                operation: "dropout '\(name)'")
            return x
        }
        guard isTraining, rate > 0 else { return x }
        return x.dropout(rate: rate, site: ledger.unique(name))
    }

    /// The name of a member's dropout. It holds the variant's name, so that it is never that of a
    /// baseline's site.
    func dropoutName(_ scope: String, _ name: String) -> String {
        ([scope] + (member.map { [self.name(of: $0)] } ?? []) + [name])
            .filter { !$0.isEmpty }.joined(separator: ".")
    }

    func probe(
        _ scope: String, _ name: String, _ tensor: Tensor, heads: Int?, ofGradient: Bool
    ) {
        let full = ledger.probeName(scope, name, variant: member.map(self.name(of:)))
        let sizes = tensor.shape.dimensions
        let headAxis = heads.map { $0 < 0 ? $0 + sizes.count : $0 }
        if let headAxis, !sizes.indices.contains(headAxis) || sizes[headAxis] != config.heads {
            builder.fail(
                "the axis \(heads ?? headAxis) that it names as the heads' should be "
                    + "\(config.heads) long", operation: "probe '\(name)'", shapes: [tensor.shape])
            return
        }
        let hasBatchAxis =
            sizes.first == batch && headAxis != 0 && builder.dependsOnInputs(tensor)
        let probe = Probe(
            name: full, variant: member.map(self.name(of:)), layer: Self.layer(of: scope),
            shape: sizes, isGradient: ofGradient, hasBatchAxis: hasBatchAxis, headAxis: headAxis)
        probes.append((probe, tensor))
    }

    /// Which group a parameter that is declared now belongs to.
    private func group(of name: String) -> WritableKeyPath<ParameterCounts, Int> {
        // The two tables by nanoGPT's names, also where a variant replaces the whole model.
        if ["transformer.wte.", "transformer.wpe."].contains(where: name.hasPrefix) {
            return \.embedding
        }
        for frame in frames.reversed() {
            switch frame.hook {
            case .embed, .positions: return \.embedding
            case .readout: return \.readout
            default: continue
            }
        }
        return \.blocks
    }

    private static func layer(of scope: String) -> Int? {
        let parts = scope.split(separator: ".")
        return parts.count > 2 && parts[1] == "h" ? Int(parts[2]) : nil
    }
}
