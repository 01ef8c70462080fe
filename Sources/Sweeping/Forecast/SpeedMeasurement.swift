import Compiler
import Runtime
import Tensors
import Training

/// What is compiled and timed once, however many trials train it.
struct ForecastModel: Hashable {
    let summary: ModelSummary
    let precision: Precision
}

/// How fast this machine trains the models of a sweep.
///
/// Models are tried out from the smallest up. One is left out, as trying it could bring the machine
/// down or take long, where its memory is not under half of what is available, or where its two
/// steps would take more than `patience` at the speed of the last one that was tried.
struct SpeedMeasurement {
    /// The most seconds that trying out one model should take.
    private static let patience = 5.0

    /// Floating-point operations per second of a training step, for the models that were tried.
    private(set) var speeds: [ForecastModel: Double] = [:]
    /// That of the largest of them, which stands for the others; nil where none was tried.
    private(set) var speedOfLargest: Double?

    /// - Parameter threads: How many share the work.
    init(_ plans: [ForecastModel: TrainingPlan], memory: MachineMemory, threads: Int) {
        let pool = ThreadPool(threads: threads)
        for (model, plan) in plans.sorted(by: { $0.value.flops < $1.value.flops }) {
            guard plan.memory.total < memory.availableBytes / 2 else { continue }
            if let speedOfLargest, 2 * plan.flops / speedOfLargest > Self.patience { continue }
            speedOfLargest = Self.speed(of: plan.program, pool)
            speeds[model] = speedOfLargest
        }
    }

    private static func speed(of program: Program, _ pool: ThreadPool) -> Double {
        let executor = CPUExecutor(
            program: program, parameters: ParameterVector(layout: program.parameters, seed: 1),
            gradients: ParameterVector(layout: program.parameters), pool: pool)
        // The first run touches memory for the first time.
        executor.run(seed: 1, step: 0)
        let start = ContinuousClock.now
        executor.run(seed: 1, step: 1)
        return program.graph.flops / max(1e-9, (ContinuousClock.now - start).seconds)
    }
}

extension TrainingPlan {
    fileprivate var flops: Double { program.graph.flops }
}
