import Conformance
import Sweeping
import Transformer

/// `varia check`: whether a variant keeps the promises that comparisons rest on.
enum CheckCommand: Command {
    static let usage = CommandUsage(
        "check", summary: "Examine variants: gradients, causality, determinism and more",
        details: """
            A variant is examined at several small sizes. --set fixes a key of the model at all of
            them, such as activation=relu or heads=2.
            """,
        operands: [Operand("V", count: 1...Int.max, "Variants, alone or put together with +")],
        options: [.set])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let variants = try arguments.operands.map { try context.composition($0) }
        let settings = try Settings(arguments: arguments.values(.set))
        let models = try variants.map { try model(of: $0, settings) }
        let fixed = Set(settings.keys)
        for (variant, model) in zip(variants, models) {
            for size in CheckSize.standard(base: model, fixed: fixed) {
                try refuseTooLarge(size, variant)
            }
        }
        var status = ExitStatus.done
        for (variant, model) in zip(variants, models) {
            let sizes = CheckSize.standard(base: model, fixed: fixed)
            let long = fixed.contains("blockSize") ? [] : CheckSize.long(base: model)
            // What cannot be composed is a mistake of the command line, not of a size.
            if let first = sizes.first {
                try context.tracing { try refuseConflicts(variant, like: first.model) }
            }
            let report = Conformance.check(
                variant, sizes: sizes, long: long, fixed: fixed)
            context.console.result(report.description)
            if !report.passed { status = .failed }
        }
        return status
    }

    /// What the sizes leave open, as the variant has it by default and the settings have it.
    private static func model(
        of variant: Composition, _ settings: Settings
    ) throws(ConfigurationError) -> ModelConfig {
        let reader = ConfigurationReader(settings.values, source: settings.source)
        let model = try ModelConfig(reading: reader, defaults: variant.modelDefaults)
        try reader.finish()
        try CheckSize.refuseTrivial(model, source: settings.source)
        return model
    }

    /// Refuses a size that does not fit in memory.
    private static func refuseTooLarge(_ size: CheckSize, _ variant: Composition) throws {
        do {
            try MemoryLimit().checkInDouble(size.model, variant, batch: size.batch)
        } catch let error as SweepError {
            throw error
        } catch {
            // What does not trace is a finding of the check.
        }
    }

    private static func refuseConflicts(_ variant: Composition, like model: ModelConfig) throws {
        do {
            _ = try trace(model, variant, batch: 1, purpose: .inference)
        } catch let error as CompositionError {
            switch error {
            case .conflict, .bypassed, .missingTable, .missingOffset: throw error
            default: break  // A finding of the check.
            }
        } catch {
            // A finding of the check.
        }
    }
}
