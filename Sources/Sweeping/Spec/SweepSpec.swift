package import Foundation
package import Training
package import Transformer

/// A study as its author wrote it: which trials, and which of them is the baseline.
package struct SweepSpec: Sendable {
    /// The name of the study, which also names its folder.
    package let name: String
    /// The value of `variant`, or the label of the cases, that the others are compared with.
    package let baseline: String?
    /// Where the baseline was named.
    let baselineOrigin: Settings.Origin
    /// What others are to cost as much of as the baseline, by their widths; nil where every cell has
    /// the width that the spec gives it.
    package let match: MatchedCost?
    /// Where it was asked for.
    let matchOrigin: Settings.Origin
    /// Differences from the baseline within so many nats per token are taken for none; nil for the
    /// usual margin. It changes no trial.
    package let margin: Double?
    /// What all cells share.
    package let base: Settings
    /// The values of each axis; every combination is a cell.
    package let grid: [Axis]
    /// Partial configurations, each crossed with the grid.
    package let cases: [Case]
    /// What cells must not be: a cell that has all values of an entry is left out.
    package let skip: [Skip]
    /// How the sweep goes about its cells; nil for every cell of grid and cases.
    package let search: SearchSpec?
    /// What is tuned for each variant by itself; nil for nothing.
    package let tune: TuneSpec?
    /// The metrics that tables for people show. They change no trial.
    package let columns: [Metric]
    /// What error messages call the spec: its path.
    package let source: String
    /// Where relative paths of corpora are looked up first.
    package let folder: URL
    /// What is in the spec to no effect, as something else stands in its place; whole sentences.
    package let remarks: [String]

    /// A key and the values it takes in turn.
    package struct Axis: Sendable {
        package let key: String
        package let values: [Settings.Entry]
    }

    /// A row of a study whose rows differ in several keys at once.
    package struct Case: Sendable {
        package let label: String?
        package let settings: Settings
    }

    /// Cells to leave out.
    package struct Skip: Sendable {
        package let settings: Settings
        /// The keys that lead to the entry.
        package let path: String
    }

    /// Reads a spec from a file.
    ///
    /// - Parameter overrides: Arguments of the command line, laid over the base. Where the grid has
    ///   the key, they replace its axis, by one value or by a list; `baseline` and `match` replace
    ///   the spec's.
    /// - Throws: `ConfigurationError`, or `SweepError` where the file cannot be read.
    package init(file: URL, overrides: Settings = Settings(source: Settings.argumentSource)) throws
    {
        let data: Data
        do { data = try FileContent.read(file) } catch {
            let hint = ", but should be a JSON5 file, such as Sweeps/quickstart.json5"
            throw SweepError.unreadableSpec(
                path: file.relativePath, reason: error.reason + (error.isOfFolder ? hint : ""))
        }
        try self.init(
            json5: data, source: file.relativePath, folder: file.deletingLastPathComponent(),
            overrides: overrides)
    }

    /// Reads the text of a spec.
    ///
    /// - Throws: `ConfigurationError`.
    package init(
        json5 data: Data, source: String, folder: URL,
        overrides: Settings = Settings(source: Settings.argumentSource)
    ) throws(ConfigurationError) {
        self.source = source
        self.folder = folder
        let reader = try ConfigurationReader(json5: data, source: source)
        name = try Self.checkedName(reader)
        let named = try reader.string("baseline")
        var overrides = Self.placingCorpora(overrides, specFolder: folder)
        if let entry = overrides.entries["baseline"] {
            guard case .string(let text) = entry.value else {
                throw ConfigurationError(
                    source: entry.origin.source, path: "baseline",
                    problem: .impossible(
                        found: entry.value.description, expected: "a variant of the sweep"))
            }
            baseline = text
            baselineOrigin = entry.origin
            overrides.remove("baseline")
        } else {
            baseline = named
            baselineOrigin = Settings.Origin(source: source, path: "baseline")
        }
        (match, matchOrigin) = try Self.match(reader, &overrides)
        margin = try reader.number("margin", .above(0))
        var base = Settings(source: source)
        if let part = try reader.object("data") {
            _ = try DataConfig(reading: part)
            try part.finish()
            base.add(part)
        }
        if let part = try reader.object("base") {
            if let twice = part.keys.first(where: { base[$0] != nil }) {
                throw part.error(twice, .inconsistent("'data' sets this key too"))
            }
            base.add(part)
        }
        cases = try (reader.objects("cases") ?? []).map { part throws(ConfigurationError) in
            let label = try part.string("label")
            var settings = Settings(source: source)
            settings.add(part, besides: ["label"])
            return Case(label: label, settings: settings)
        }
        skip = try (reader.objects("skip") ?? []).map { part throws(ConfigurationError) in
            var settings = Settings(source: source)
            settings.add(part)
            guard !settings.entries.isEmpty else {
                throw ConfigurationError(
                    source: source, path: part.path,
                    problem: .impossible(found: "{}", expected: "at least one key with its value"))
            }
            return Skip(settings: settings, path: part.path)
        }
        columns = try reader.choices("columns") ?? []
        let axes = try reader.object("grid").map(Self.axes) ?? []
        search = try reader.object("search").map(SearchSpec.init(reading:))
        tune = try reader.object("tune").map(TuneSpec.init(reading:))
        try reader.finish()
        try Self.checkOverrides(overrides, search, tune)
        (self.base, grid) = try Self.overriding(base, axes, cases, by: overrides)
        remarks = Self.replacements(of: base, grid: grid, by: overrides, source: source)
        try checkOverlap()
        try checkSearch()
    }

    /// The name, of which a folder is made.
    private static func checkedName(
        _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> String {
        let expected = "a name of letters, digits, '-', '_' and '.', which does not begin with '.'"
        let name = try reader.required(
            "name", reader.string("name", expected: expected), expected: expected)
        let isPlain = name.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
        guard isPlain, !name.hasPrefix(".") else {
            throw reader.error(
                "name", .impossible(found: JSONValue.string(name).description, expected: expected))
        }
        return name
    }

    private static func axes(
        _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> [Axis] {
        var axes: [Axis] = []
        for key in reader.keys {
            let values = try reader.array(key) ?? []
            axes.append(
                try axis(
                    key, values,
                    origin: Settings.Origin(source: reader.source, path: reader.pathOf(key))))
        }
        return axes
    }

    /// An axis; the same value twice would be the same cell twice, and most likely is a mistake.
    static func axis(
        _ key: String, _ values: [JSONValue], origin: Settings.Origin
    ) throws(ConfigurationError) -> Axis {
        guard !values.isEmpty else {
            throw ConfigurationError(
                source: origin.source, path: origin.path,
                problem: .impossible(found: "[]", expected: "a list of at least one value"))
        }
        for (index, value) in values.enumerated()
        where values[..<index].contains(where: { $0.isSame(as: value) }) {
            throw ConfigurationError(
                source: origin.source, path: origin.path,
                problem: .inconsistent("the value \(value) is listed twice"))
        }
        let entries = values.enumerated().map { index, value in
            Settings.Entry(
                value: value,
                origin: Settings.Origin(
                    source: origin.source, path: origin.path, element: index))
        }
        return Axis(key: key, values: entries)
    }
}

extension Settings {
    /// The members of an object, each at its place in the file.
    fileprivate mutating func add(_ reader: ConfigurationReader, besides others: [String] = []) {
        for key in reader.keys where !others.contains(key) {
            guard let value = reader.value(key) else { continue }
            set(
                key, to: value,
                origin: Origin(source: reader.source, path: reader.pathOf(key)))
        }
    }
}
