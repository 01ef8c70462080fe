import Sweeping

/// A model whose speed is worth knowing, as `varia bench` names it.
struct BenchSize {
    let name: String
    let layers: Int
    let heads: Int
    let width: Int
    let blockSize: Int
    let batch: Int
    let dropout: Double

    /// From one that is all overhead to one that is all arithmetic.
    static let all = [
        BenchSize(
            name: "micro", layers: 2, heads: 2, width: 32, blockSize: 16, batch: 8, dropout: 0),
        // nanoGPT's setting for a CPU.
        BenchSize(
            name: "tiny", layers: 4, heads: 4, width: 128, blockSize: 64, batch: 12, dropout: 0),
        // Many short sequences.
        BenchSize(
            name: "ladder", layers: 1, heads: 4, width: 32, blockSize: 8, batch: 1024,
            dropout: 0.1),
        // nanoGPT's Shakespeare model.
        BenchSize(
            name: "baby", layers: 6, heads: 6, width: 384, blockSize: 256, batch: 8, dropout: 0.2),
    ]

    /// As `--set` would spell it, with other settings that replace these.
    func settings(with others: [String]) -> [String] {
        Self.settings(shape + ["blockSize=\(blockSize)", "batch=\(batch)"], with: others)
    }

    /// Settings, and others that replace those of the same keys and of keys in whose place they
    /// stand.
    static func settings(_ defaults: [String], with others: [String]) -> [String] {
        let keys = Set(others.map(key))
        let replaced = keys.union(keys.compactMap { TrialConfig.alternatives[$0] })
        return defaults.filter { !replaced.contains(key(of: $0)) } + others
    }

    /// The key of a setting.
    static func key(of setting: String) -> String { String(setting.prefix { $0 != "=" }) }

    /// The same without what a step reads. The exact GELU is that of today's nanoGPT.
    var shape: [String] {
        [
            "layers=\(layers)", "heads=\(heads)", "width=\(width)", "dropout=\(dropout)",
            "activation=gelu",
        ]
    }
}
