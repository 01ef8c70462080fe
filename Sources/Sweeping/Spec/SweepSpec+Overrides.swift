import Corpora
import Foundation
import Transformer

/// What arguments of the command line do to a spec.
extension SweepSpec {
    /// The parts of a spec that no argument replaces, and what to do instead.
    private static let unreachable = [
        ("name", "arguments do not reach it; the option --out says which folder is the sweep's"),
        (
            "margin",
            "arguments do not reach it; the option --margin of `varia table` and `varia report` "
                + "replaces it"
        ),
        (
            "columns",
            "arguments do not reach it; the option --columns of `varia table` replaces it"
        ),
    ]

    /// Refuses arguments that say what the spec searches for, or that reach no part of it.
    ///
    /// - Throws: `ConfigurationError`.
    static func checkOverrides(
        _ overrides: Settings, _ search: SearchSpec?, _ tune: TuneSpec?
    ) throws(ConfigurationError) {
        func refuse(_ key: String, _ reason: String) throws(ConfigurationError) {
            guard let entry = overrides.entries[key] else { return }
            throw ConfigurationError(
                source: entry.origin.source, path: key, problem: .inconsistent(reason))
        }
        for (key, reason) in unreachable { try refuse(key, reason) }
        for part in ["search", "tune", "cases", "skip"] {
            for key in overrides.keys where key == part || key.hasPrefix(part + ".") {
                try refuse(
                    key,
                    "arguments replace values of a spec's 'data', 'base' and 'grid' only; change "
                        + "its '\(part)' in the file")
            }
        }
        for part in ["data", "base", "grid"] {
            try refuse(part, "arguments replace one key of it each, as in layers=2")
            for key in overrides.keys where key.hasPrefix(part + ".") {
                try refuse(key, "name it alone, as '\(key.dropFirst(part.count + 1))'")
            }
        }
        for key in search?.draws?.keys ?? [] {
            try refuse(key.name, "the spec draws it, in '\(key.origin.path)'")
        }
        guard let tune else { return }
        for axis in tune.axes { try refuse(axis.key, "the spec tunes it, in 'tune'") }
        try refuse("seed", "the spec names the seeds in its 'tune'")
    }

    /// Lays arguments over a spec's base and, where it has their keys, its grid.
    ///
    /// - Throws: `ConfigurationError` where the spec would keep its own values in spite of them.
    static func overriding(
        _ base: Settings, _ axes: [Axis], _ cases: [Case], by overrides: Settings
    ) throws(ConfigurationError) -> (base: Settings, grid: [Axis]) {
        var base = base
        var axes = axes
        var shared = overrides
        for (key, entry) in overrides.entries.sorted(by: { $0.key < $1.key }) {
            func refused(_ reason: String) -> ConfigurationError {
                ConfigurationError(
                    source: entry.origin.source, path: key, problem: .inconsistent(reason))
            }
            if cases.contains(where: { $0.settings[key] != nil }) {
                throw refused("the cases of the spec set it, each its own way")
            }
            if let index = axes.firstIndex(where: { $0.key == key }) {
                shared.remove(key)
                let values = entry.value.elements ?? [entry.value]
                axes[index] = try axis(key, values, origin: entry.origin)
                continue
            }
            guard let other = TrialConfig.alternatives[key] else { continue }
            if cases.contains(where: { $0.settings[other] != nil }) {
                throw refused("the cases of the spec set '\(other)', which stands in its place")
            }
            if axes.contains(where: { $0.key == other }) {
                throw refused(
                    "the grid of the spec sets '\(other)', which stands in its place; set that")
            }
        }
        base.overlay(shared)
        return (base, axes)
    }

    /// The arguments, in which a path of a corpus is that of the current folder's file where both
    /// this folder and the spec's have one: whoever types a path means it from where they are.
    static func placingCorpora(_ overrides: Settings, specFolder: URL) -> Settings {
        guard let entry = overrides.entries["corpus"] else { return overrides }
        func placed(_ value: JSONValue) -> JSONValue {
            if let elements = value.elements { return .array(elements.map(placed)) }
            guard case .string(let path) = value, CorpusCatalogue.standard[path] == nil else {
                return value
            }
            let here = URL(fileURLWithPath: path).standardizedFileURL.path
            let beside = URL(fileURLWithPath: path, relativeTo: specFolder).standardizedFileURL.path
            // What only one of them has is found there, and its path stays one that can be moved.
            let isAmbiguous =
                here != beside
                && [here, beside].allSatisfy { FileManager.default.fileExists(atPath: $0) }
            return isAmbiguous ? .string(here) : value
        }
        var result = overrides
        result.set("corpus", to: placed(entry.value), origin: entry.origin)
        return result
    }
}

extension ConfigurationError {
    /// The same error, which knows the keys that only arguments of a sweep have beside a trial's.
    var ofArguments: ConfigurationError {
        guard source == Settings.argumentSource, case .unknownKey(_, let known) = problem,
            !path.contains(".")
        else { return self }
        let all = (known + ["baseline", "match"]).sorted()
        return ConfigurationError(
            source: source, path: path,
            problem: .unknownKey(nearest: nearest(to: path, among: all), known: all))
    }
}
