/// Variants put together: what is traced, trained and compared. Without members it is the baseline.
public struct Composition: Sendable {
    /// The name of the baseline, which is neutral in a composition.
    public static let standardName = "standard"
    /// The baseline.
    public static let standard = Composition()

    /// The members' names in their order, with the options that differ from their defaults:
    /// `bottleneck(divisor=4)+soft-window`. The same composition always has the same name.
    public let name: String
    package let members: [any Variant]

    /// The model's keys where nobody sets them: the defaults, as the members adjust them.
    package var modelDefaults: ModelConfig {
        var config = ModelConfig()
        for member in members { member.adjustDefaults(&config) }
        return config
    }

    private init() {
        name = Self.standardName
        members = []
    }

    /// Puts variants together; hooks that transform chain in this order.
    ///
    /// - Throws: `CompositionError` where a variant occurs twice. Members that replace the same
    ///   part are found when the model is traced.
    public init(_ variants: [any Variant]) throws {
        let members = variants.filter { type(of: $0).name != Self.standardName }
        var names: Set<String> = []
        for member in members where !names.insert(type(of: member).name).inserted {
            throw CompositionError.duplicate(variant: type(of: member).name)
        }
        self.members = members
        name =
            members.isEmpty
            ? Self.standardName : try members.map { try Self.name($0) }.joined(separator: "+")
    }

    /// A member's name with the options that differ from their defaults, sorted by name.
    private static func name(_ variant: some Variant) throws -> String {
        let defaults = try type(of: variant.options).init().members()
        let changed = try variant.options.members().filter { defaults[$0.key] != $0.value }
        guard !changed.isEmpty else { return type(of: variant).name }
        let options = changed.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(MemberName.argument($0.value))" }
        return type(of: variant).name + "(" + options.joined(separator: ",") + ")"
    }
}

extension Composition: Hashable, CustomStringConvertible {
    /// Compositions are equal where their names are, options included.
    public static func == (a: Composition, b: Composition) -> Bool { a.name == b.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The name.
    public var description: String { name }
}
