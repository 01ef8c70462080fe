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

    /// As `--set` would spell it.
    var settings: [String] { shape + ["blockSize=\(blockSize)", "batch=\(batch)"] }

    /// The same without what a step reads. The exact GELU is that of today's nanoGPT.
    var shape: [String] {
        [
            "layers=\(layers)", "heads=\(heads)", "width=\(width)", "dropout=\(dropout)",
            "activation=gelu",
        ]
    }
}
