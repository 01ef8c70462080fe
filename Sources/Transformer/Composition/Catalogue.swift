/// The variants that can be named.
public struct Catalogue: Sendable {
    /// The variants, in the order in which they are listed.
    public let variants: [any Variant.Type]

    /// A catalogue of variants, whose names must differ.
    public init(_ variants: [any Variant.Type]) {
        let names = variants.map { $0.name }
        precondition(Set(names).count == names.count, "two variants of a catalogue share a name")
        self.variants = variants
    }

    /// This catalogue with further variants.
    public func adding(_ others: [any Variant.Type]) -> Catalogue { Catalogue(variants + others) }

    /// The variants' names, in the order in which they are listed.
    public var names: [String] { variants.map { $0.name } }

    /// The composition of a name such as `soft-window+bottleneck(divisor=4)`.
    ///
    /// - Throws: An error that says in a sentence what cannot be, and what is nearest.
    public func resolve(_ name: String) throws -> Composition {
        try resolve(name, options: [:], source: "", path: "")
    }

    /// The composition of a name, with options that are given elsewhere.
    ///
    /// - Parameters:
    ///   - options: Options by variant; those of variants that the composition lacks must exist, and
    ///     are otherwise left alone.
    ///   - source: What errors call the configuration that holds the options.
    ///   - path: The keys that lead to the options.
    /// - Throws: `CompositionError`, or `ConfigurationError` for options.
    package func resolve(
        _ name: String, options: [String: [String: JSONValue]], source: String, path: String
    ) throws -> Composition {
        let members = try MemberName.members(of: name)
        var variants: [any Variant] = []
        for member in members {
            let given = options[member.variant] ?? [:]
            let merged = given.merging(member.options) { $1 }
            if let twice = given.keys.sorted().first(where: { member.options[$0] != nil }) {
                throw ConfigurationError(
                    source: source, path: [path, member.variant, twice].joinedPath,
                    problem: .inconsistent("the name '\(name)' sets this option too"))
            }
            variants.append(try make(member.variant, merged, source: source, path: path))
        }
        for (variant, others) in options.sorted(by: { $0.key < $1.key })
        where !members.contains(where: { $0.variant == variant }) {
            _ = try make(variant, others, source: source, path: path)
        }
        return try Composition(variants)
    }

    /// The defaults of a variant's options.
    package func defaults(of variant: any Variant.Type) throws -> [String: JSONValue] {
        func members<Some: Variant>(_ type: Some.Type) throws -> [String: JSONValue] {
            try Some.Options().members()
        }
        return try members(variant)
    }

    private func make(
        _ name: String, _ options: [String: JSONValue], source: String, path: String
    ) throws -> any Variant {
        guard let type = variants.first(where: { $0.name == name }) else {
            throw CompositionError.unknown(
                variant: name, nearest: nearest(to: name, among: names), known: names)
        }
        return try make(type, options, source: source, path: [path, name].joinedPath)
    }

    private func make<Some: Variant>(
        _ type: Some.Type, _ options: [String: JSONValue], source: String, path: String
    ) throws -> any Variant {
        let decoded = try Some.Options(setting: options, source: source, path: path)
        do {
            return try Some(options: decoded)
        } catch let error as OptionError {
            throw ConfigurationError(
                source: source, path: [path, error.option].joinedPath,
                problem: .impossible(found: error.found, expected: error.allowed))
        }
    }
}

extension [String] {
    /// Keys joined into a path, without the empty ones.
    fileprivate var joinedPath: String { filter { !$0.isEmpty }.joined(separator: ".") }
}
