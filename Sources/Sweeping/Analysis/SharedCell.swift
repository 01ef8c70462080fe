package import Transformer

/// Where variants can be compared: the values that trials of several variants share, which are those
/// of all axes but the variant, its own options, what is tuned for each variant, and the seed.
package struct SharedCell: Hashable, Sendable {
    package let values: [String: JSONValue]

    /// That of a sweep's trial.
    ///
    /// - Parameter keys: What else need not be shared.
    package init(
        of record: TrialRecord, in manifest: SweepManifest, besides keys: Set<String> = []
    ) {
        self.init(record.cell, in: manifest, besides: keys)
    }

    /// That of the values of a sweep's axes.
    ///
    /// - Parameter keys: What else need not be shared.
    package init(
        _ cell: [String: JSONValue], in manifest: SweepManifest, besides keys: Set<String> = []
    ) {
        var own = keys.union(["variant", "seed"])
        // Where no axis is called so, `with` spells the variants.
        if !manifest.axes.contains("variant") { own.insert("with") }
        if case .tuning(let keys, _, _) = manifest.search { own.formUnion(keys) }
        values = cell.filter { !own.contains($0.key) && !$0.key.contains(".") }
    }

    /// As `heads 4, layers 2`; empty where no axis is shared.
    package var description: String {
        values.sorted { $0.key < $1.key }.map { "\($0) \($1.text)" }.joined(separator: ", ")
    }
}

extension TrialRecord {
    /// The variant as the rows of the sweep's table spell it.
    package var rowVariant: String { cell["variant"]?.text ?? variant }

    /// What tells the trial from others of its sweep, as a sentence names it.
    var title: String { SweepCell.describe(label, cell.merging(own) { first, _ in first }) }

    private var own: [String: JSONValue] {
        ["variant": .string(variant), "seed": .integer(Int(clamping: seed))]
    }
}
