package import Transformer

/// One cell of a sweep.
package struct SweepCell: Sendable {
    /// That of the case it belongs to.
    package let label: String?
    /// The values of the axes that vary over the sweep and apply to this cell.
    package let values: [String: JSONValue]
    package let config: TrialConfig
    let settings: Settings

    /// As `soft-window, heads=2, seed=1`.
    package var description: String { Self.describe(label, values) }

    /// What tables call its variant: the value of `variant` where that varies over the sweep, else
    /// the whole composition.
    var rowVariant: String { values["variant"]?.text ?? config.variant.name }

    static func describe(_ label: String?, _ values: [String: JSONValue]) -> String {
        var parts = label.map { ["\"\($0)\""] } ?? []
        if let variant = values["variant"] { parts.append(variant.text) }
        let others = values.filter { $0.key != "variant" }
            .sorted { ($0.key == "seed" ? 1 : 0, $0.key) < ($1.key == "seed" ? 1 : 0, $1.key) }
        parts += others.map { "\($0.key)=\($0.value.text)" }
        return parts.joined(separator: ", ")
    }
}

/// A spec worked out: its cells in the order in which they are to run.
package struct SweepPlan: Sendable {
    package let spec: SweepSpec
    /// The keys whose values vary over the cells.
    package let axes: [String]
    package let cells: [SweepCell]
    /// The value of `variant` that the others are compared with, in its canonical spelling.
    package let baseline: String?
    /// For each cell the place of the baseline's cell whose cost it is to have; nil where its width
    /// is the one that the spec gives it.
    let counterparts: [Int?]
    /// How workers are to go about the cells; nil for their order here.
    package let search: SearchPlan?
    /// What is to be known of the spec before it runs; whole sentences.
    package let remarks: [String]
}
