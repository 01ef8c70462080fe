import Training

/// How a probe is called in every block alike: `transformer.h.3.attn.window` is `window` in `attn`.
struct ProbeName: Hashable, Comparable {
    let name: String
    /// The place within a block; outside of blocks that in the model, which may be empty.
    let place: String

    init(_ probe: ProbeRecord) {
        let parts = probe.name.split(separator: ".").map(String.init)
        name = parts.last ?? ""
        let isInBlock = probe.layer != nil && parts.count > 3
        place = parts.dropLast().dropFirst(isInBlock ? 3 : 0).joined(separator: ".")
    }

    static func < (a: ProbeName, b: ProbeName) -> Bool {
        (a.name, a.place) < (b.name, b.place)
    }
}
