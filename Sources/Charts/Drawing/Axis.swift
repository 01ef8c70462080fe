/// What an axis measures.
package struct Axis: Hashable, Sendable {
    package let title: String
    /// As `nats per token`; nil for numbers of things.
    package let unit: String?
    package let kind: Scale.Kind
    /// Whether only whole numbers have a meaning on it, as on an axis of layers.
    package let isWhole: Bool

    package init(
        _ title: String, unit: String? = nil, kind: Scale.Kind = .linear, isWhole: Bool = false
    ) {
        self.title = title
        self.unit = unit
        self.kind = kind
        self.isWhole = isWhole
    }

    /// The title, its unit, and whether distances are ratios.
    var label: String {
        let words = [unit, kind == .logarithmic ? "log scale" : nil].compactMap(\.self)
        return words.isEmpty ? title : "\(title) (\(words.joined(separator: ", ")))"
    }
}
