import Compiler
import Runtime
import Sweeping
import Training
import Transformer

/// `varia bench`: the speed table.
enum BenchCommand: Command {
    private static let sizes = CommandOption(
        "--size", "NAME", repeats: true, "micro, tiny, ladder or baby (default all)")
    private static let variants = CommandOption(
        "--variant", "V", repeats: true,
        "The variants to time (default standard and the attention variants, embeddings tied)")
    private static let seconds = CommandOption(
        "--seconds", "S", "Time each for about S seconds, at least five steps (default 3)")
    private static let pytorch = CommandOption(
        "--pytorch", "PYTHON", "Time PyTorch in turn, with a Python that has torch")
    private static let profile = CommandOption(
        flag: "--profile", "Show where the time goes instead")

    static let usage = CommandUsage(
        "bench", summary: "Time training steps at a few sizes",
        details: """
            A step is a batch forward and backward, the clipping of gradients, and AdamW. `products`
            says what share of it the matrix products alone would take at the speed that a large
            product reaches here on each thread. --set changes keys of every size. With --pytorch,
            both take turns, and `ratio` is PyTorch's time (the better of eager and compiled) on one
            thread over Varia's.
            """,
        options: [sizes, variants, .set, seconds, .threads, pytorch, profile, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let seconds =
            try arguments.number(seconds, "a number from 0 to 3600") {
                (0...3600).contains($0)
            } ?? 3
        guard !(arguments.has(profile) && arguments.has(.json)) else {
            throw UsageError.refused("--profile prints text; leave out --json.")
        }
        let threads = try arguments.threads()
        let names = arguments.values(variants)
        let variants = names.isEmpty ? defaultVariants(context.catalogue) : names
        let sizes = try chosenSizes(arguments)
        let pytorch = arguments.value(pytorch).map { PyTorchTimer(python: $0) }
        let limit = MatrixLimit.measured()
        var reports: [SpeedReport] = []
        for size in sizes {
            for variant in variants {
                let settings = try Settings(
                    arguments: size.settings + ["variant=\(variant)"] + arguments.values(.set))
                let config = try TrialConfig(
                    settings, catalogue: context.catalogue, readsVocabulary: true)
                let timer = try context.tracing {
                    try StepTimer(
                        config.model, config.variant, training: config.training, threads: threads)
                }
                if arguments.has(profile) {
                    context.console.result("\(size.name), \(config.variant.name)")
                    context.console.result(StepProfile(timer).text + "\n")
                    continue
                }
                let theirs = PyTorchTimer.knows(config.variant.name) ? pytorch : nil
                reports.append(
                    try SpeedReport(
                        timer, size: size, variant: config.variant.name,
                        tokens: config.sequences * config.model.blockSize, limit: limit,
                        seconds: seconds, pytorch: theirs))
            }
        }
        if arguments.has(.json) {
            try context.console.result(json: reports)
        } else if !arguments.has(profile) {
            context.console.result(SpeedTable(reports, limit: limit).text)
        }
        return .done
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
