import Training
import Transformer

/// Times steps of two models in turn on this machine, and takes the median of the pairs' ratios: what
/// else runs there for a while slows down both steps of a pair.
package struct StepRatioTimer: StepRatioTiming {
    /// How many share the work of a step.
    package let threads: Int

    /// Pairs of steps that are timed at the least and at the most, and the seconds after which no
    /// more than the least are.
    private static let pairs = 5...101
    private static let patience = 0.5

    package init(threads: Int = 1) { self.threads = threads }

    package func ratio(of config: TrialConfig, to baseline: TrialConfig) throws -> Double {
        let limit = MemoryLimit(threads: threads)
        for model in [config, baseline] { try limit.checkStep(of: model) }
        let timers = try [config, baseline].map {
            try StepTimer($0.model, $0.variant, training: $0.training, threads: threads)
        }
        // The first steps touch memory for the first time.
        for timer in timers { _ = timer.step() }
        var ratios: [Double] = []
        var spent = 0.0
        while ratios.count < Self.pairs.lowerBound
            || (spent < Self.patience && ratios.count < Self.pairs.upperBound)
        {
            let seconds = timers.map { $0.step() }
            ratios.append(seconds[0] / max(1e-12, seconds[1]))
            spent += seconds[0] + seconds[1]
        }
        let tokens = [config, baseline].map { Double($0.sequences * $0.model.blockSize) }
        return ratios.sorted()[ratios.count / 2] * tokens[1] / tokens[0]
    }
}
