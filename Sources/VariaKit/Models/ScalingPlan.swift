import Compiler
import Reporting
import Sweeping
import Training
import Transformer

/// The models of one size whose block sizes `varia bench --scaling` compares.
struct ScalingPlan {
    /// What every step has alike.
    enum Equal: String, Encodable {
        /// Tokens: the longer the block, the fewer sequences.
        case tokens
        /// Sequences: the longer the block, the more tokens.
        case sequences
    }

    /// One block size.
    struct Model {
        let config: TrialConfig
        /// Bytes of a step's values.
        let stepBytes: Int
        /// The same with parameters, gradients and moments. A step is timed alone, without the
        /// evaluations of a training.
        let bytes: Int
        /// Floating-point operations of a step per token, forward and backward.
        let flopsPerToken: Double
    }

    static let blockSizes = [32, 64, 128, 256, 512, 1024]

    let size: String
    let variant: String
    let equal: Equal
    let models: [Model]

    /// Plans every block size, and allocates nothing.
    ///
    /// - Parameters:
    ///   - settings: As `--set` spells them. Without `batch` and `batchTokens`, a step has as many
    ///     tokens as the longest block.
    ///   - memory: What the machine has.
    /// - Throws: `UsageError` for settings that do not go with this, `Failure` where a model does
    ///   not fit in memory, and what reading and tracing throw.
    init(
        _ size: BenchSize, variant: String, settings: [String], threads: Int, catalogue: Catalogue,
        memory: MachineMemory = .current()
    ) throws {
        let keys = Set(settings.map(BenchSize.key))
        guard !keys.contains("blockSize") else {
            throw UsageError.refused(
                "--scaling compares block sizes of its own; leave out --set blockSize.")
        }
        let amount =
            keys.isDisjoint(with: ["batch", "batchTokens"])
            ? ["batchTokens=\(Self.blockSizes.max() ?? 1)"] : []
        equal = keys.contains("batch") ? .sequences : .tokens
        models = try Self.blockSizes.map { blockSize in
            let config = try TrialConfig(
                Settings(
                    arguments: BenchSize.settings(size.shape + amount, with: settings)
                        + ["blockSize=\(blockSize)", "variant=\(variant)"]),
                catalogue: catalogue, readsVocabulary: true)
            let plan = try TrainingPlan(
                config.model, config.variant, batch: config.sequences, threads: threads,
                precision: config.training.precision)
            let bytes = plan.memory.parameters + plan.memory.step
            guard bytes < memory.availableBytes else {
                throw Failure.tooLarge(
                    size: size.name, blockSize: blockSize, sequences: config.sequences,
                    needed: bytes, available: memory.availableBytes)
            }
            return Model(
                config: config, stepBytes: plan.memory.step, bytes: bytes,
                flopsPerToken: plan.program.graph.flops
                    / Double(config.sequences * config.model.blockSize))
        }
        self.size = size.name
        self.variant = models.first?.config.variant.name ?? variant
    }

    /// The share of a model's floating-point operations per token that grow with the block size:
    /// attention's T x T work. It follows from the graphs' own counts, by the slope from the
    /// smallest block size to the greatest, and not from a formula for one architecture.
    func growingShare(of model: Model) -> Double {
        guard let first = models.first, let last = models.last else { return 0 }
        let span = Double(last.config.model.blockSize - first.config.model.blockSize)
        let slope = (last.flopsPerToken - first.flopsPerToken) / span
        return slope * Double(model.config.model.blockSize) / model.flopsPerToken
    }

    /// Why nothing can be measured.
    enum Failure: Error, CustomStringConvertible {
        case tooLarge(size: String, blockSize: Int, sequences: Int, needed: Int, available: Int)

        var description: String {
            switch self {
            case .tooLarge(let size, let blockSize, let sequences, let needed, let available):
                "A step of the size '\(size)' with a block size of \(blockSize) and "
                    + (sequences == 1
                        ? "1 sequence takes "
                        : "\(NumberText.count(Double(sequences))) sequences takes ")
                    + "\(NumberText.scaled(Double(needed), unit: "B")), but "
                    + "\(NumberText.scaled(Double(available), unit: "B")) of memory are free; "
                    + "make it smaller with --set batchTokens or --set batch."
            }
        }
    }
}
