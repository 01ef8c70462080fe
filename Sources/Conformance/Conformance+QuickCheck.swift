package import Transformer

extension Conformance {
    /// Examines a variant before a sweep, in a fraction of a second: it traces for training at the
    /// size of every cell, and at small sizes of the same kind all values are finite, its gradients
    /// equal finite differences, no output depends on a later token, evaluation is deterministic,
    /// the rows of a batch are independent, every parameter is trained, and the fast path equals
    /// the interpreter, at a long block too where the cells have one.
    ///
    /// - Parameter models: Those of the sweep's cells with this variant.
    package static func quickCheck(
        _ variant: Composition, models: [ModelConfig]
    ) -> ConformanceReport {
        var findings: [Finding] = []
        var seen: Set<ModelConfig> = []
        for model in models where seen.insert(model).inserted {
            let size = CheckSize(model, batch: 2)
            do {
                _ = try trace(model, variant, batch: size.batch, purpose: .inference)
            } catch {
                findings.append(Finding(.trace, passed: false, size: size, "\(error)"))
            }
        }
        guard findings.isEmpty else {
            return ConformanceReport(variant: variant.name, findings: findings)
        }
        findings.append(
            Finding(
                .trace, passed: true,
                "The variant traces at \(seen.count) size\(seen.count == 1 ? "" : "s")."))
        var specimens: [Specimen] = []
        for model in representatives(seen) {
            do { specimens.append(try specimen(variant, like: model)) } catch {
                // What cannot be examined has not passed.
                let size = CheckSize(model, batch: 2)
                findings.append(Finding(.trace, passed: false, size: size, "\(error)"))
            }
        }
        _ = examine(specimens, into: &findings)
        if let longest = seen.max(by: { $0.blockSize < $1.blockSize }), longest.blockSize > 64,
            findings.allSatisfy(\.passed)
        {
            var model = reduced(longest, limit: 8)
            model.blockSize = min(longest.blockSize, 128)
            let size = CheckSize(model, batch: 1)
            findings += [longFastPath(variant, size)].compactMap(\.self)
        }
        return ConformanceReport(variant: variant.name, findings: findings)
    }

    /// One model for each combination of choices that the cells hold.
    private static func representatives(_ models: Set<ModelConfig>) -> [ModelConfig] {
        var kinds: [ModelConfig: ModelConfig] = [:]
        for model in models {
            let small = reduced(model, limit: 8)
            // The cell that is least costly stands for its kind.
            if let other = kinds[small], other.cost <= model.cost { continue }
            kinds[small] = model
        }
        return kinds.values.sorted { ($0.cost, "\($0)") < ($1.cost, "\($1)") }
    }

    /// The variant at a size like a model's, but as small as it can be traced: an option such as a
    /// kernel's width may ask for some room.
    ///
    /// - Throws: What the trace throws at the model's own size, which is tried last.
    private static func specimen(
        _ variant: Composition, like model: ModelConfig
    ) throws -> Specimen {
        var limit = 8
        while limit < max(model.width, model.blockSize, 4 * model.layers) {
            let size = CheckSize(reduced(model, limit: limit), batch: 2)
            if let specimen = try? Specimen(variant, size) { return specimen }
            limit *= 2
        }
        return try Specimen(variant, CheckSize(model, batch: 2))
    }

    private static func reduced(_ model: ModelConfig, limit: Int) -> ModelConfig {
        var small = model
        small.layers = min(model.layers, limit / 4)
        small.heads = model.heads == 1 ? 1 : model.heads % 2 == 0 ? 2 : 3
        small.width = small.heads * min(model.headWidth, max(1, limit / small.heads))
        small.blockSize = min(model.blockSize, limit - 1)
        // With one token every loss is 0, whatever the variant does.
        small.vocabulary = min(max(model.vocabulary, 2), limit + 1)
        small.dropout = model.dropout > 0 ? 0.1 : 0
        small.embeddingDropout = model.embeddingDropout.map { $0 > 0 ? 0.1 : 0 }
        return small
    }
}

extension ModelConfig {
    /// Grows with the work of one run.
    fileprivate var cost: Int {
        layers * width * blockSize * (12 * width + 2 * blockSize) + blockSize * width * vocabulary
    }
}
