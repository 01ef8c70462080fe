/// The variants that can be named.
public struct Catalogue: Sendable {
    /// The variants, in the order in which they are listed.
    public let variants: [any Variant.Type]

    /// A catalogue of variants. Their names must differ, and be such as sweeps and command lines
    /// can spell: lowercase words and digits joined by hyphens. A mistake ends the program.
    public init(_ variants: [any Variant.Type]) {
        if let problem = Self.problem(with: variants) { fatalError(problem) }
        self.variants = variants
    }

    /// A sentence about the first variant that cannot be in a catalogue.
    package static func problem(with variants: [any Variant.Type]) -> String? {
        for (index, variant) in variants.enumerated() {
            guard isSpellable(variant.name) else {
                return
                    "The variant '\(variant)' is named '\(variant.name)', which cannot be spelled "
                    + "in a sweep; a name is made of lowercase words and digits joined by hyphens "
                    + "and starts with a letter, such as 'my-attention'."
            }
            if let other = variants[..<index].first(where: { $0.name == variant.name }) {
                return "The variants '\(other)' and '\(variant)' are both named "
                    + "'\(variant.name)'; give each a name of its own."
            }
            if let problem = variant.optionsProblem { return problem }
        }
        return nil
    }

    /// In a composition's name `+`, parentheses, commas and spaces have a meaning of their own.
    private static func isSpellable(_ name: String) -> Bool {
        let words = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return name.utf8.first.map(letters.contains) == true
            && words.allSatisfy { word in
                !word.isEmpty && word.allSatisfy { letters.contains($0) || digits.contains($0) }
            }
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
    ///   - options: Options by variant; those of variants that the composition lacks must exist,
    ///     and are otherwise left alone.
    ///   - source: What errors call the configuration that holds the options.
    ///   - path: The keys that lead to the options.
    /// - Throws: `CompositionError`, also for an option in the name; `ConfigurationError` for one
    ///   of the others.
    package func resolve(
        _ name: String, options: [String: [String: JSONValue]], source: String, path: String
    ) throws -> Composition {
        let members = try MemberName.members(of: name)
        func error(_ variant: String, _ invalid: InvalidOption) -> ConfigurationError {
            let keys = [path, variant, invalid.option].filter { !$0.isEmpty }
            return ConfigurationError(
                source: source, path: keys.joined(separator: "."), problem: invalid.problem)
        }
        var variants: [any Variant] = []
        for member in members {
            let given = options[member.variant] ?? [:]
            if let twice = given.keys.sorted().first(where: { member.options[$0] != nil }) {
                let problem = ConfigurationError.Problem.inconsistent(
                    "the name '\(name)' sets this option too")
                throw error(member.variant, InvalidOption(twice, problem))
            }
            do {
                let merged = given.merging(member.options) { $1 }
                variants.append(try make(member.variant, merged))
            } catch let invalid as InvalidOption {
                guard given[invalid.option] == nil else { throw error(member.variant, invalid) }
                throw member.error(invalid)
            }
        }
        for (variant, others) in options.sorted(by: { $0.key < $1.key })
        where !members.contains(where: { $0.variant == variant }) {
            do { _ = try make(variant, others) } catch let invalid as InvalidOption {
                throw error(variant, invalid)
            }
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

    private func make(_ name: String, _ options: [String: JSONValue]) throws -> any Variant {
        guard let type = variants.first(where: { $0.name == name }) else {
            throw CompositionError.unknown(
                variant: name, nearest: nearest(to: name, among: names), known: names)
        }
        return try make(type, options)
    }

    private func make<Some: Variant>(
        _ type: Some.Type, _ options: [String: JSONValue]
    ) throws -> any Variant {
        do {
            return try Some(options: Some.Options(setting: options))
        } catch let error as OptionError {
            throw InvalidOption(
                error.option, .impossible(found: error.found, expected: error.allowed))
        } catch let error where !(error is InvalidOption) {
            throw CompositionError.option(
                member: Some.name, reason: "the options are refused: \(error)")
        }
    }
}
