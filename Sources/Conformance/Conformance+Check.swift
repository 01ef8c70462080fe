package import Transformer

extension Conformance {
    /// Examines a variant at several sizes: it traces, all values are finite, its gradients equal
    /// finite differences, no output depends on a later token, evaluation is deterministic, the
    /// rows of a batch are independent, every parameter receives a gradient at some size, the fast
    /// path equals the interpreter (at long blocks too), and the loss falls on a small task.
    ///
    /// A variant may be made for one of the two predictions only: where none of the sizes of one
    /// traces, but all of the other do, the report says so and passes.
    ///
    /// - Parameters:
    ///   - sizes: Small ones, by default `CheckSize.standard` with the variant's defaults; some
    ///     checks run the model once for each parameter, in Double.
    ///   - long: Sizes at which the fast path alone is compared; by default `CheckSize.long`.
    ///   - fixed: Keys of the model that were set by hand. Where `initialization` is not among
    ///     them, the loss may fall from other initial values than the sizes'.
    package static func check(
        _ variant: Composition, sizes: [CheckSize]? = nil, long: [CheckSize]? = nil,
        fixed: Set<String> = []
    ) -> ConformanceReport {
        let base = variant.modelDefaults
        let sizes = sizes ?? CheckSize.standard(base: base)
        let long = long ?? CheckSize.long(base: base)
        let (specimens, traces) = specimens(of: variant, sizes)
        var findings = traces
        let sound = examine(specimens, into: &findings)
        for prediction in Prediction.allCases {
            let roomiest = sound.map(\.size).filter { $0.model.predict == prediction }
                .max { $0.model.width * $0.model.blockSize < $1.model.width * $1.model.blockSize }
            guard let size = roomiest, size.model.blockSize > 1 else { continue }
            let learning = attempt(.learning, size) {
                try .learning(variant, size, isStartFixed: fixed.contains("initialization"))
            }
            findings += [learning].compactMap(\.self)
        }
        if findings.allSatisfy(\.passed) {
            findings += long.compactMap { longFastPath(variant, $0) }
        }
        return ConformanceReport(variant: variant.name, findings: findings)
    }

    /// Compares the fast path at a size that is too large for the other checks. A variant that is
    /// not made for that size has nothing to show there.
    static func longFastPath(_ variant: Composition, _ size: CheckSize) -> Finding? {
        guard let specimen = try? Specimen(variant, size) else { return nil }
        return attempt(.fastPath, size) { try .fastPath(specimen) }
    }

    /// The variant at the sizes at which it traces, and what was found where it does not.
    private static func specimens(
        of variant: Composition, _ sizes: [CheckSize]
    ) -> ([Specimen], [Finding]) {
        var specimens: [Specimen] = []
        var idle: [Finding] = []
        var failures: [(prediction: Prediction, finding: Finding)] = []
        for size in sizes {
            do {
                specimens.append(try Specimen(variant, size))
            } catch {
                let finding = Finding(.trace, passed: false, size: size, "\(error)")
                if case CompositionError.noEffect? = error as? CompositionError {
                    idle.append(finding)
                } else {
                    failures.append((size.model.predict, finding))
                }
            }
        }
        // A member may have nothing to do at one size, such as a link between blocks where there is
        // one block, as long as it has at another.
        guard !specimens.isEmpty else { return ([], failures.map(\.finding) + idle) }
        let examined = Set(specimens.map(\.size.model.predict))
        if let first = failures.first, failures.allSatisfy({ !examined.contains($0.prediction) }) {
            let sentence =
                "The variant is not made for predict \"\(first.prediction.rawValue)\", and was not "
                + "examined there: \(first.finding.sentence)"
            return (specimens, [Finding(.trace, passed: true, sentence)])
        }
        let traced = specimens.map {
            Finding(.trace, passed: true, size: $0.size, "The variant traces.")
        }
        return (specimens, traced + failures.map(\.finding))
    }

    /// What specimens are examined for, each by itself and all together.
    ///
    /// - Returns: The specimens whose values are finite; nothing else is found out about others.
    static func examine(_ specimens: [Specimen], into findings: inout [Finding]) -> [Specimen] {
        var sound: [Specimen] = []
        for specimen in specimens {
            let finite = attempt(.finite, specimen.size) { try .finite(specimen) }
            findings += [finite].compactMap(\.self)
            guard finite?.passed == true else { continue }
            sound.append(specimen)
            findings += examine(specimen)
        }
        // What compares heads, or tokens, has nothing to learn where there is one.
        if sound.contains(where: { $0.size.model.heads > 1 && $0.size.model.blockSize > 1 }) {
            findings += [attempt(.everyParameter, nil) { try .everyParameter(sound) }]
                .compactMap(\.self)
        }
        return sound
    }

    private static func examine(_ specimen: Specimen) -> [Finding] {
        let size = specimen.size
        return [
            attempt(.gradients, size) { try .gradients(specimen) },
            attempt(.causality, size) { try .causality(specimen) },
            attempt(.determinism, size) { try .determinism(specimen) },
            attempt(.batchRows, size) { try .batchRows(specimen) },
            attempt(.fastPath, size) { try .fastPath(specimen) },
        ].compactMap(\.self)
    }

    /// What a check finds; an error that it throws is a finding too.
    static func attempt(
        _ check: Check, _ size: CheckSize?, _ examine: () throws -> Finding?
    ) -> Finding? {
        do {
            return try examine()
        } catch {
            return Finding(check, passed: false, size: size, "\(error)")
        }
    }
}
