import Transformer

/// How a sweep goes about its cells: the key `search` of a spec.
package struct SearchSpec: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Every cell of grid and cases.
        case grid
        /// The same for each of some combinations of values that are drawn.
        case random
        /// Every cell to its first rung, and the best of each rung on to the next.
        case halving
    }

    package let kind: Kind
    /// Nil where nothing is drawn.
    package let draws: DrawSpec?
    /// The rungs of successive halving; nil for other kinds.
    package let halving: HalvingSpec?

    /// Reads the object.
    ///
    /// - Throws: `ConfigurationError`.
    init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        let kinds = Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        kind = try reader.required("kind", reader.choice("kind"), expected: "one of \(kinds)")
        halving = kind == .halving ? try HalvingSpec(reading: reader) : nil
        switch kind {
        case .grid: draws = nil
        case .random: draws = try DrawSpec(reading: reader)
        case .halving:
            draws = reader.keys.contains("draw") ? try DrawSpec(reading: reader) : nil
            for key in ["count", "seed"] where draws == nil && reader.value(key) != nil {
                throw reader.error(
                    key, .inconsistent("it is of what is drawn, but there is no 'draw'"))
            }
        }
        try reader.finish()
    }

    /// As specs write it.
    var member: JSONValue {
        var members: [String: JSONValue] = ["kind": .string(kind.rawValue)]
        if let draws { members.merge(draws.members) { $1 } }
        if let halving {
            members["reduction"] = .integer(halving.reduction)
            members["minimum"] = .integer(halving.minimum)
        }
        return .object(members)
    }
}

/// Values that are drawn instead of listed.
package struct DrawSpec: Hashable, Sendable {
    /// A key and how its values are drawn.
    package struct Key: Hashable, Sendable {
        package let name: String
        package let distribution: DrawDistribution
        /// Where the key stands in the spec.
        let origin: Settings.Origin
    }

    /// The most combinations that a sweep can draw.
    private static let greatestCount = 100_000

    /// How many combinations of values are drawn.
    package let count: Int
    /// Of the draws alone: trials have seeds of their own.
    package let seed: Int
    /// Sorted by name.
    package let keys: [Key]

    /// Reads `count`, `seed` and `draw`.
    ///
    /// - Throws: `ConfigurationError`.
    init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        let counts = AllowedRange<Int>.between(1, Self.greatestCount)
        count = try reader.required(
            "count", reader.integer("count", counts), expected: "the number of draws")
        seed = try reader.integer("seed", .atLeast(0)) ?? 1
        let example =
            "an object of keys to draw, such as { learningRate: { logUniform: [1e-4, 1e-2] } }"
        let draw = try reader.required("draw", reader.object("draw"), expected: example)
        var keys: [Key] = []
        for name in draw.keys {
            if name == "seed" || name == "variant" {
                throw draw.error(
                    name,
                    .inconsistent(
                        "it is not drawn, so that every variant and every seed gets the same "
                            + "draws; list its values in the grid"))
            }
            guard let one = try draw.object(name) else { continue }
            keys.append(
                Key(
                    name: name, distribution: try DrawDistribution(reading: one),
                    origin: Settings.Origin(source: draw.source, path: draw.pathOf(name))))
        }
        guard !keys.isEmpty else {
            throw reader.error("draw", .impossible(found: "{}", expected: example))
        }
        self.keys = keys
    }

    var members: [String: JSONValue] {
        let draw = keys.map { ($0.name, $0.distribution.member) }
        return [
            "count": .integer(count), "seed": .integer(seed),
            "draw": .object(Dictionary(uniqueKeysWithValues: draw)),
        ]
    }
}

/// What successive halving is told.
package struct HalvingSpec: Hashable, Sendable {
    /// Of how many trials in a rung one is promoted to the next.
    package let reduction: Int
    /// The optimiser's steps up to the first rung.
    package let minimum: Int
    /// Where `minimum` stands in the spec.
    let origin: Settings.Origin

    /// Reads `reduction` and `minimum`.
    ///
    /// - Throws: `ConfigurationError`.
    init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        reduction = try reader.integer("reduction", .between(2, 1 << 20)) ?? 3
        minimum = try reader.required(
            "minimum", reader.integer("minimum", .between(1, 1 << 40)),
            expected: "the number of steps after which trials are compared for the first time")
        origin = Settings.Origin(source: reader.source, path: reader.pathOf("minimum"))
    }
}
