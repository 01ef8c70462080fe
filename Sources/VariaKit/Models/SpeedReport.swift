import Compiler
import Foundation
import Training
import Transformer

/// How long a training step of one model takes. The members of its JSON are stable.
struct SpeedReport: Encodable {
    let size: String
    let variant: String
    /// The median over the steps timed.
    let millisecondsPerStep: Double
    let fastest: Double
    let steps: Int
    let tokensPerSecond: Double
    /// Floating-point operations of the step's matrix products, in thousands of millions.
    let productGigaflops: Double
    /// What share of the step the products alone would take at the speed of a large one.
    let limitShare: Double

    /// Times steps for about this many seconds, at least five of them.
    ///
    /// - Parameter limit: Floating-point operations a second of a large product.
    init(
        _ timer: StepTimer, size: String, variant: String, tokens: Int, limit: Double,
        seconds: Double
    ) {
        let warmUp = timer.step()
        var times: [Double] = []
        for _ in 0..<(warmUp < 0.1 ? 10 : 1) { _ = timer.step() }
        let start = ContinuousClock.now
        while times.count < 5 || ContinuousClock.now - start < .seconds(seconds) {
            times.append(timer.step())
        }
        times.sort()
        let median = times[times.count / 2]
        let flops = timer.program.steps.reduce(0) { $0 + $1.productFlops }
        self.size = size
        self.variant = variant
        millisecondsPerStep = 1000 * median
        fastest = 1000 * times[0]
        steps = times.count
        tokensPerSecond = Double(tokens) / median
        productGigaflops = flops / 1e9
        limitShare = flops / limit / median
    }
}
