import Compiler
import Foundation
import Sweeping
import Training
import Transformer

/// How long a training step of one model takes. The members of its JSON are stable.
struct SpeedReport: Encodable {
    let size: String
    let variant: String
    /// How many share the work.
    let threads: Int
    /// The median over the steps timed.
    let millisecondsPerStep: Double
    let fastest: Double
    let steps: Int
    let tokensPerSecond: Double
    /// Floating-point operations of the step's matrix products, in thousands of millions.
    let productGigaflops: Double
    /// What share of the step the products alone would take at the speed of a large one on each
    /// thread.
    let limitShare: Double

    /// Bytes of memory that the steps should take beyond what any process takes.
    let plannedBytes: Int
    /// What they took; nil where the system does not say.
    let memoryBytes: Int?

    /// The same step in PyTorch, the better of eager and compiled, timed in turn.
    let pytorchMillisecondsPerStep: Double?
    /// PyTorch's time over Varia's.
    let ratio: Double?
    /// What PyTorch took beyond what it takes to be imported, in the least of the turns.
    let pytorchMemoryBytes: Int?

    /// How often Varia and PyTorch take turns.
    private static let rounds = 3

    /// Times steps for about this many seconds, at least five of them.
    ///
    /// - Parameters:
    ///   - limit: Floating-point operations a second of a large product on one thread.
    ///   - meter: Has begun to measure before the timer was made.
    /// - Throws: `PyTorchTimer.Failure`.
    init(
        _ timer: StepTimer, of config: TrialConfig, size: BenchSize, limit: Double,
        seconds: Double, meter: MemoryMeter, pytorch: PyTorchTimer?
    ) throws {
        let warmUp = timer.step()
        for _ in 0..<(warmUp < 0.1 ? 10 : 1) { _ = timer.step() }
        var times: [Double] = []
        var theirs: [PyTorchTimer.Timed] = []
        let rounds = pytorch == nil ? 1 : Self.rounds
        // Compiling takes PyTorch longer than all the rest: the first turn finds the better mode.
        var mode = "best"
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            let count = times.count
            while times.count - count < 5
                || ContinuousClock.now - start < .seconds(seconds / Double(rounds))
            {
                times.append(timer.step())
            }
            if let pytorch {
                let timed = try pytorch.time(config, mode: mode)
                theirs.append(timed)
                mode = timed.mode
            }
        }
        let milliseconds = 1000 * Self.median(times)
        let flops = timer.program.steps.reduce(0) { $0 + $1.productFlops }
        self.size = size.name
        variant = config.variant.name
        threads = timer.threads
        millisecondsPerStep = milliseconds
        fastest = 1000 * (times.min() ?? 0)
        steps = times.count
        let tokens = config.sequences * config.model.blockSize
        tokensPerSecond = 1000 * Double(tokens) / milliseconds
        productGigaflops = flops / 1e9
        limitShare = 1000 * flops / (limit * Double(timer.threads)) / milliseconds
        plannedBytes = timer.memory.total
        memoryBytes = meter.bytes
        pytorchMillisecondsPerStep =
            theirs.isEmpty ? nil : Self.median(theirs.map(\.millisecondsPerStep))
        ratio = pytorchMillisecondsPerStep.map { $0 / milliseconds }
        // The first turn, which tries both modes, takes the memory of both.
        pytorchMemoryBytes = theirs.map(\.memoryBytes).min()
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
