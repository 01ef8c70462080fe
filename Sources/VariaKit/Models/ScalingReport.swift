import Foundation
import Reporting
import Sweeping
import Training
import Transformer

/// How a step's time and memory grow with the block size. The members of its JSON are stable.
struct ScalingReport: Encodable {
    let size: String
    let variant: String
    let threads: Int
    /// What every step has alike.
    let equal: ScalingPlan.Equal
    let points: [Point]
    let fits: [Fit]

    /// One block size.
    struct Point: Encodable {
        let blockSize: Int
        /// Sequences of a step.
        let sequences: Int
        /// The median over the steps timed.
        let millisecondsPerStep: Double
        let steps: Int
        let microsecondsPerToken: Double
        let millisecondsPerSequence: Double
        /// Bytes that steps should take: all, and without parameters, gradients and moments.
        let plannedBytes: Int
        let plannedStepBytes: Int
        /// What they took; nil where the system does not say.
        let memoryBytes: Int?
        /// The share of floating-point operations that grow with the block size.
        let growingWorkShare: Double

        init(
            _ model: ScalingPlan.Model, milliseconds: Double, steps: Int, memoryBytes: Int?,
            growingWorkShare: Double
        ) {
            blockSize = model.config.model.blockSize
            sequences = model.config.sequences
            millisecondsPerStep = milliseconds
            self.steps = steps
            microsecondsPerToken = 1000 * milliseconds / Double(sequences * blockSize)
            millisecondsPerSequence = milliseconds / Double(sequences)
            plannedBytes = model.bytes
            plannedStepBytes = model.stepBytes
            self.memoryBytes = memoryBytes
            self.growingWorkShare = growingWorkShare
        }
    }

    /// A law y = factor T^exponent over the block size T.
    struct Fit: Encodable {
        let quantity: Quantity
        /// By least squares over all block sizes, in logarithms.
        let exponent: Double
        let rSquared: Double
        /// From the last block size but one to the last.
        let lastExponent: Double

        /// Nil with fewer than two points.
        init?(_ quantity: Quantity, _ points: [Point]) {
            let values = points.map { (x: Double($0.blockSize), y: quantity.value($0)) }
            guard let all = PowerLaw(values), let last = PowerLaw(values.suffix(2)) else {
                return nil
            }
            self.quantity = quantity
            exponent = all.exponent
            rSquared = all.rSquared
            lastExponent = last.exponent
        }
    }

    /// What grows.
    enum Quantity: String, Encodable, CaseIterable {
        case timePerToken, timePerSequence, timePerStep
        /// What the steps took, or where the system does not say, what they should take.
        case memory
        /// The values of a step, as planned: without parameters, gradients and moments.
        case stepMemory

        func value(_ point: Point) -> Double {
            switch self {
            case .timePerToken: point.microsecondsPerToken
            case .timePerSequence: point.millisecondsPerSequence
            case .timePerStep: point.millisecondsPerStep
            case .memory: Double(point.memoryBytes ?? point.plannedBytes)
            case .stepMemory: Double(point.plannedStepBytes)
            }
        }
    }

    /// Times the steps of each block size for about so many seconds, at least five of them.
    ///
    /// - Throws: What making a `StepTimer` throws.
    init(_ plan: ScalingPlan, threads: Int, seconds: Double) throws {
        self.init(
            plan, threads: threads,
            points: try plan.models.map { model in
                let meter = MemoryMeter()
                let timer = try StepTimer(
                    model.config.model, model.config.variant, training: model.config.training,
                    threads: threads)
                let times = Self.times(timer, seconds: seconds)
                return Point(
                    model, milliseconds: 1000 * times.sorted()[times.count / 2],
                    steps: times.count, memoryBytes: meter.bytes,
                    growingWorkShare: plan.growingShare(of: model))
            })
    }

    /// A report of these points.
    init(_ plan: ScalingPlan, threads: Int, points: [Point]) {
        size = plan.size
        variant = plan.variant
        equal = plan.equal
        self.threads = threads
        self.points = points
        fits = Quantity.allCases.compactMap { Fit($0, points) }
    }

    private static func times(_ timer: StepTimer, seconds: Double) -> [Double] {
        let warmUp = timer.step()
        for _ in 0..<(warmUp < 0.1 ? 10 : 1) { _ = timer.step() }
        let start = ContinuousClock.now
        var times: [Double] = []
        while times.count < 5 || ContinuousClock.now - start < .seconds(seconds) {
            times.append(timer.step())
        }
        return times
    }
}
