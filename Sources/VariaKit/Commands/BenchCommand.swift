import Compiler
import Runtime
import Sweeping
import Training
import Transformer

/// `varia bench`: the speed table.
enum BenchCommand: Command {
    private static let sizes = CommandOption(
        "--size", "NAME", repeats: true,
        "micro, tiny, ladder or baby (default all; with --scaling, tiny)")
    private static let variants = CommandOption(
        "--variant", "V", repeats: true,
        "The variants to time (default standard and the attention variants, embeddings tied;\n"
            + "with --scaling, standard)")
    private static let seconds = CommandOption(
        "--seconds", "S", "Time each for about S seconds, at least five steps (default 3)")
    private static let pytorch = CommandOption(
        "--pytorch", "PYTHON", isPath: true,
        "Time PyTorch in turn, with a Python that has torch")
    private static let profile = CommandOption(
        flag: "--profile", "Show where the time goes instead")
    private static let start = CommandOption(
        flag: "--start", "Time whole commands instead, from their start to their first step")
    private static let scaling = CommandOption(
        flag: "--scaling", "Time block sizes 32 to 1024 instead, and fit how cost grows with them")

    static let usage = CommandUsage(
        "bench", summary: "Time training steps at a few sizes",
        details: """
            A step is a batch forward and backward, the clipping of gradients, and AdamW. `products`
            says what share of it the matrix products alone would take at the speed that a large
            product reaches here on each thread, `memory` what the steps took beyond the memory of
            any process. --set changes keys of every size. With --pytorch, both take turns, and
            `ratio` is PyTorch's time (the better of eager and compiled) on one thread over Varia's.
            With --scaling every step has the same 1,024 tokens, or --set batchTokens=N, so that a
            longer block means fewer sequences; with --set batch=N it has the same sequences.
            """,
        options: [
            sizes, variants, .set, seconds, .threads, pytorch, profile, start, scaling, .json,
        ])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let seconds =
            try arguments.number(seconds, "a number from 0 to 3600") {
                (0...3600).contains($0)
            } ?? 3
        try refuseConflicts(arguments)
        try refuseIdleKeys(arguments.values(.set), trains: arguments.has(start))
        if arguments.has(pytorch) { try refuseKeysUnknownToPyTorch(arguments.values(.set)) }
        let threads = try arguments.threads()
        if let warning = ThreadsWarning(threads: threads).text { context.console.message(warning) }
        let names = arguments.values(variants)
        if arguments.has(scaling) {
            try runScaling(
                arguments,
                sizes: arguments.values(sizes).isEmpty
                    ? BenchSize.all.filter { $0.name == "tiny" } : chosenSizes(arguments),
                variants: names.isEmpty ? [Composition.standardName] : names, seconds: seconds,
                in: context)
            return .done
        }
        let variants = names.isEmpty ? defaultVariants(context.catalogue) : names
        let pytorch = arguments.value(pytorch).map { PyTorchTimer(python: $0) }
        let limit = MemoryLimit(threads: threads)
        // All are planned before any is timed, so that a refusal costs nobody time.
        let cases = try chosenSizes(arguments).flatMap { size in
            try variants.map { variant in
                let settings = size.settings(with: arguments.values(.set))
                let config = try TrialConfig(
                    Settings(arguments: settings + ["variant=\(variant)"]),
                    catalogue: context.catalogue, readsVocabulary: true)
                try context.tracing { try limit.checkStep(of: config) }
                var theirs = PyTorchTimer.knows(config.variant.name) ? pytorch : nil
                theirs?.precision = config.training.precision.available
                if theirs != nil, !PyTorchTimer.activations.contains(config.model.activation) {
                    let known = PyTorchTimer.activations.map { "'\($0.rawValue)'" }
                    throw UsageError.refused(
                        "--pytorch times the same model, but its script has no activation "
                            + "'\(config.model.activation.rawValue)'; choose "
                            + known.joined(separator: " or ") + ", or leave out --pytorch.")
                }
                return Case(
                    size: size, config: config,
                    settings: applicable(settings, to: config.variant), threads: threads,
                    pytorch: theirs)
            }
        }
        try cases.map(\.config.variant)
            .refuseIdleOptions(of: Settings(arguments: arguments.values(.set)))
        if cases.contains(where: { $0.pytorch != nil }) { try pytorch?.check() }
        let precision = cases.first?.config.training.precision ?? .float32
        if let warning = precision.warning { context.console.message(warning) }
        if arguments.has(profile) {
            for one in cases {
                context.console.result("\(one.size.name), \(one.config.variant.name)")
                context.console.result(StepProfile(try one.timer(context)).text + "\n")
            }
        } else if arguments.has(start) {
            let reports = try cases.map { one in
                let report = try StartReport(
                    one.config, size: one.size, settings: one.settings, threads: one.threads,
                    seconds: seconds, pytorch: one.pytorch)
                if !arguments.has(.json) { context.console.result(report.text) }
                return report
            }
            if arguments.has(.json) { try context.console.result(json: reports) }
        } else {
            let matrixLimit = MatrixLimit.measured(in: precision.available)
            let reports = try cases.map { one in
                let meter = MemoryMeter()
                let timer = try one.timer(context)
                context.console.message(
                    "\(one.size.name), \(one.config.variant.name): \(timer.memory.text)")
                return try SpeedReport(
                    timer, of: one.config, size: one.size, limit: matrixLimit, seconds: seconds,
                    meter: meter, pytorch: one.pytorch)
            }
            if arguments.has(.json) {
                try context.console.result(json: reports)
            } else {
                context.console.result(SpeedTable(reports, limit: matrixLimit).text)
            }
        }
        return .done
    }

    /// Modes that print different things exclude one another.
    private static func refuseConflicts(_ arguments: Arguments) throws {
        let modes = [profile, start, .json].filter(arguments.has)
        guard !modes.contains(profile) || modes.count == 1 else {
            throw UsageError.refused(
                "--profile prints text of its own; leave out \(modes[1].name).")
        }
        guard !arguments.has(profile) || !arguments.has(pytorch) else {
            throw UsageError.refused(
                "--profile shows where Varia's own time goes; leave out \(pytorch.name).")
        }
        guard arguments.has(scaling) else { return }
        if let other = [profile, start, pytorch].first(where: arguments.has) {
            throw UsageError.refused(
                "--scaling times steps of its own, in Varia alone; leave out \(other.name).")
        }
    }

    /// One model to be timed.
    private struct Case {
        let size: BenchSize
        let config: TrialConfig
        /// As `--set` spells them, the variant left out.
        let settings: [String]
        let threads: Int
        /// Nil where PyTorch is not asked for or has no such variant.
        let pytorch: PyTorchTimer?

        func timer(_ context: CommandContext) throws -> StepTimer {
            try context.tracing {
                try StepTimer(
                    config.model, config.variant, training: config.training, threads: threads)
            }
        }
    }

    private static func chosenSizes(_ arguments: Arguments) throws -> [BenchSize] {
        let names = arguments.values(sizes)
        guard !names.isEmpty else { return BenchSize.all }
        return try names.map { name in
            guard let size = BenchSize.all.first(where: { $0.name == name }) else {
                let known = BenchSize.all.map(\.name).joined(separator: ", ")
                throw UsageError.badValue(
                    option: sizes.name, found: name, expected: "one of \(known)")
            }
            return size
        }
    }

    /// The baseline and those of the catalogue that change attention.
    private static func defaultVariants(_ catalogue: Catalogue) -> [String] {
        let tied = "tied-embeddings"
        let names = ["standard", "soft-window", "hard-window", "head-gating"]
            .filter { catalogue.names.contains($0) || $0 == Composition.standardName }
        guard catalogue.names.contains(tied) else { return names }
        return names.map { $0 == Composition.standardName ? tied : "\($0)+\(tied)" }
    }
}
