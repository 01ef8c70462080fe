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
    let memory: MemorySource
    let fits: [Fit]

    /// Where what is said of memory comes from, the same for every block size.
    enum MemorySource: String, Encodable {
        /// What the steps took.
        case measured
        /// What they should take: the system does not say what those of each block size took.
        case planned

        init(_ points: [Point]) {
            self = points.allSatisfy { $0.memoryBytes != nil } ? .measured : .planned
        }

        /// The bytes of one of these points.
        func bytes(_ point: Point) -> Int {
            switch self {
            case .measured: point.memoryBytes ?? point.plannedBytes
            case .planned: point.plannedBytes
            }
        }
    }

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
        init?(_ quantity: Quantity, _ points: [Point], _ memory: MemorySource) {
            let values = points.map {
                (x: Double($0.blockSize), y: quantity.value($0, memory))
            }
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
        /// That of the report's `memory`.
        case memory
        /// The values of a step, as planned: without parameters, gradients and moments.
        case stepMemory

        func value(_ point: Point, _ memory: MemorySource) -> Double {
            switch self {
            case .timePerToken: point.microsecondsPerToken
            case .timePerSequence: point.millisecondsPerSequence
            case .timePerStep: point.millisecondsPerStep
            case .memory: Double(memory.bytes(point))
            case .stepMemory: Double(point.plannedStepBytes)
            }
        }
    }

    /// Times the steps of each block size for about so many seconds, at least five of them.
    ///
    /// - Throws: What making a `StepTimer` throws.
    init(_ plan: ScalingPlan, threads: Int, seconds: Double) throws {
        // What a process touches once, whatever its steps are, is not the first block size's.
        if let first = plan.models.first { _ = try Self.timer(first, threads: threads).step() }
        self.init(
            plan, threads: threads,
            points: try plan.models.map { model in
                let meter = MemoryMeter()
                let timer = try Self.timer(model, threads: threads)
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
        let memory = MemorySource(points)
        self.memory = memory
        fits = Quantity.allCases.compactMap { Fit($0, points, memory) }
    }

    private static func timer(_ model: ScalingPlan.Model, threads: Int) throws -> StepTimer {
        try StepTimer(
            model.config.model, model.config.variant, training: model.config.training,
            threads: threads)
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
