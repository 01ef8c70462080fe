import Transformer

/// Keys to be tuned for each variant by itself: the key `tune` of a spec.
package struct TuneSpec: Sendable {
    /// The keys and the values that are tried, sorted by key.
    package let axes: [SweepSpec.Axis]
    /// The seeds by which settings are chosen.
    package let choose: SweepSpec.Axis
    /// The seeds on which the chosen settings are measured.
    package let measure: SweepSpec.Axis

    /// Reads the object.
    ///
    /// - Throws: `ConfigurationError`.
    init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        choose = try Self.seeds("choose", reader)
        measure = try Self.seeds("measure", reader)
        for entry in measure.values
        where choose.values.contains(where: { $0.value.isSame(as: entry.value) }) {
            throw ConfigurationError(
                source: entry.origin.source, path: entry.origin.valuePath,
                problem: .inconsistent(
                    "'choose' has the seed \(entry.value) too, and a setting's loss on a seed "
                        + "that it was chosen by is too low"))
        }
        var axes: [SweepSpec.Axis] = []
        for key in reader.unreadKeys {
            if key == "seed" || key == "variant" {
                throw reader.error(
                    key,
                    .inconsistent(
                        key == "seed"
                            ? "'choose' and 'measure' name the seeds"
                            : "keys are tuned for each variant by itself; list them in the grid"))
            }
            // An option is one variant's own, which would then have more settings than the others.
            if key.contains(".") {
                throw reader.error(
                    key,
                    .inconsistent(
                        "an option cannot be tuned, as every variant gets the same settings; list "
                            + "its values in the grid"))
            }
            let values = try reader.array(key) ?? []
            axes.append(
                try SweepSpec.axis(
                    key, values,
                    origin: Settings.Origin(source: reader.source, path: reader.pathOf(key))))
        }
        guard !axes.isEmpty else {
            throw ConfigurationError(
                source: reader.source, path: reader.path,
                problem: .impossible(
                    found: "an object with 'choose' and 'measure' alone",
                    expected: "an object with at least one key to tune besides, such as "
                        + "learningRate: [3e-4, 1e-3, 3e-3]"))
        }
        self.axes = axes
    }

    private static func seeds(
        _ key: String, _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> SweepSpec.Axis {
        let values = try reader.required(
            key, reader.array(key),
            expected: key == "choose"
                ? "a list of the seeds by which settings are chosen"
                : "a list of the seeds on which the chosen settings are measured")
        for value in values {
            guard case .integer(let seed) = value, seed >= 0 else {
                throw reader.error(
                    key,
                    .impossible(
                        found: JSONValue.array(values).description,
                        expected: "a list of whole numbers of at least 0"))
            }
        }
        return try SweepSpec.axis(
            "seed", values,
            origin: Settings.Origin(source: reader.source, path: reader.pathOf(key)))
    }

    /// All seeds, those to choose by first.
    var seeds: SweepSpec.Axis {
        SweepSpec.Axis(key: "seed", values: choose.values + measure.values)
    }

    /// As specs write it.
    var member: JSONValue {
        var members: [String: JSONValue] = [
            "choose": .array(choose.values.map(\.value)),
            "measure": .array(measure.values.map(\.value)),
        ]
        for axis in axes { members[axis.key] = .array(axis.values.map(\.value)) }
        return .object(members)
    }
}
