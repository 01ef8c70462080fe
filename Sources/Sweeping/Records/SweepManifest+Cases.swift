import Transformer

extension SweepManifest {
    /// The keys that the spec's cases set, in which cells with labels may differ; empty without cases.
    package var caseKeys: Set<String> {
        let cases = spec.members?["cases"]?.elements ?? []
        return Set(cases.flatMap { $0.members?.keys.map(\.self) ?? [] })
    }
}
