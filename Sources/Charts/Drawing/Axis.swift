/// What an axis measures.
package struct Axis: Hashable, Sendable {
    package let title: String
    /// As `nats per token`; nil for numbers of things.
    package let unit: String?
    package let kind: Scale.Kind

    package init(_ title: String, unit: String? = nil, kind: Scale.Kind = .linear) {
        self.title = title
        self.unit = unit
        self.kind = kind
    }

    /// The title, its unit, and whether distances are ratios.
    var label: String {
        let words = [unit, kind == .logarithmic ? "log scale" : nil].compactMap(\.self)
        return words.isEmpty ? title : "\(title) (\(words.joined(separator: ", ")))"
    }
}
