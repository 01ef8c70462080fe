import Transformer

/// Spells variants in their canonical way, and knows which options apply to which; remembers what
/// it has resolved, as a sweep's many cells share few variants.
struct VariantNames {
    private let catalogue: Catalogue
    private var resolved: [String: Composition?] = [:]

    init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// The canonical name; a name that cannot be resolved is left for whoever reads it.
    mutating func canonical(_ name: String) -> String { composition(name)?.name ?? name }

    mutating func canonical(_ value: JSONValue) -> JSONValue {
        guard case .string(let name) = value else { return value }
        return .string(canonical(name))
    }

    /// The draft with its variant in the canonical spelling, and without the options of variants
    /// that it does not hold.
    mutating func resolved(_ draft: SweepSpec.Draft) -> SweepSpec.Draft {
        var result = draft
        if let entry = draft.settings.entries["variant"] {
            result.settings.set("variant", to: canonical(entry.value), origin: entry.origin)
        }
        var members = memberNames(draft.settings["variant"])
        for other in draft.settings["with"]?.elements ?? [] { members += memberNames(other) }
        for key in draft.settings.keys {
            guard let dot = key.firstIndex(of: ".") else { continue }
            let variant = String(key[..<dot])
            if catalogue.names.contains(variant), !members.contains(variant) {
                result.settings.remove(key)
            }
        }
        return result
    }

    private mutating func memberNames(_ value: JSONValue?) -> [String] {
        guard case .string(let name) = value else { return [] }
        return composition(name)?.memberNames ?? []
    }

    private mutating func composition(_ name: String) -> Composition? {
        if let known = resolved[name] { return known }
        let composition = try? catalogue.resolve(name)
        resolved[name] = composition
        return composition
    }
}
