import Training
package import Transformer

extension SweepSpec {
    /// The spec as JSON, the overrides of the command line in it: read again, it has the same cells.
    package var resolved: JSONValue {
        var members: [String: JSONValue] = ["name": .string(name), "base": .object(base.values)]
        members["baseline"] = baseline.map { .string($0) }
        members["match"] = match.map { .string($0.rawValue) }
        members["margin"] = margin.map { .number($0) }
        if !grid.isEmpty {
            let axes = grid.map { ($0.key, JSONValue.array($0.values.map(\.value))) }
            members["grid"] = .object(Dictionary(uniqueKeysWithValues: axes))
        }
        if !cases.isEmpty {
            members["cases"] = .array(
                cases.map { one in
                    var values = one.settings.values
                    values["label"] = one.label.map { .string($0) }
                    return .object(values)
                })
        }
        if !columns.isEmpty {
            members["columns"] = .array(columns.map { .string($0.rawValue) })
        }
        members["search"] = search?.member
        members["tune"] = tune?.member
        if !skip.isEmpty { members["skip"] = .array(skip.map { .object($0.settings.values) }) }
        return .object(members)
    }
}
