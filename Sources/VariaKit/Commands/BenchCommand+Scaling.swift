import Runtime
import Sweeping
import Training
import Transformer

extension BenchCommand {
    /// `varia bench --scaling`: how time and memory grow with the block size.
    static func runScaling(
        _ arguments: Arguments, sizes: [BenchSize], variants: [String], seconds: Double,
        in context: CommandContext
    ) throws {
        let threads = try arguments.threads()
        // All are planned before any is timed, so that a refusal costs nobody time.
        let plans = try sizes.flatMap { size in
            try variants.map { variant in
                try context.tracing {
                    try ScalingPlan(
                        size, variant: variant, settings: arguments.values(.set), threads: threads,
                        catalogue: context.catalogue)
                }
            }
        }
        try plans.flatMap(\.models).map(\.config.variant)
            .refuseIdleOptions(of: Settings(arguments: arguments.values(.set)))
        if let warning = plans.first?.models.first?.config.training.precision.warning {
            context.console.message(warning)
        }
        let reports = try plans.map { plan in
            let report = try ScalingReport(plan, threads: threads, seconds: seconds)
            if !arguments.has(.json) { context.console.result(report.text) }
            return report
        }
        if arguments.has(.json) { try context.console.result(json: reports) }
    }
}
