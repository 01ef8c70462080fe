import Conformance
import Foundation
import Training
import Transformer

/// The variants that have passed their conformance check for a sweep, remembered in its directory.
struct ConformanceLedger {
    private let directory: SweepDirectory
    /// The hashes of graphs that have been checked: a variant that is edited is checked again.
    private var passed: Set<String>

    init(_ directory: SweepDirectory) {
        self.directory = directory
        let data = try? Data(contentsOf: directory.conformance)
        passed = data.flatMap { try? JSONDecoder().decode(Set<String>.self, from: $0) } ?? []
    }

    /// Checks every variant of a sweep that has models which were not checked before.
    ///
    /// - Throws: `SweepError.nonconforming` for the first that does not pass; `FileError`.
    mutating func check(_ sweep: PreparedSweep, announce: (String) -> Void) throws {
        var unchecked: [Composition: [PreparedTrial]] = [:]
        var order: [Composition] = []
        for trial in sweep.trials where !passed.contains(trial.summary.graphHash) {
            let variant = trial.config.variant
            if unchecked[variant] == nil { order.append(variant) }
            unchecked[variant, default: []].append(trial)
        }
        guard !order.isEmpty else { return }
        announce("Checking \(order.map(\.name).joined(separator: ", ")).")
        for variant in order {
            let trials = unchecked[variant] ?? []
            let report = Conformance.quickCheck(variant, models: trials.map(\.config.model))
            guard report.passed else {
                throw SweepError.nonconforming(variant: variant.name, findings: "\(report)")
            }
            passed.formUnion(trials.map(\.summary.graphHash))
        }
        try directory.replace(directory.conformance, with: [JSONText.page(passed.sorted())])
    }
}
