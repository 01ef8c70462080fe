import Corpora
import Runtime
import Sweeping
import Training
import Transformer

/// `varia sample`: text from a trained model.
enum SampleCommand: Command {
    private static let prompt = CommandOption(
        "--prompt", "TEXT", "What the text goes on from (default: nothing)")
    private static let tokens = CommandOption(
        "--tokens", "N", "How many tokens to write, at most a million (default 200)")
    private static let temperature = CommandOption(
        "--temperature", "t", "Below 1 for likelier text, 0 for the likeliest (default 1)")
    private static let topK = CommandOption(
        "--top-k", "k", "Draw from the k likeliest tokens only")
    private static let topP = CommandOption(
        "--top-p", "p", "Draw from the likeliest tokens that together reach p only")
    private static let penalty = CommandOption(
        "--repetition-penalty", "t",
        "Above 1 to repeat less: divide the scores of tokens written already (default 1)")
    private static let samples = CommandOption(
        "--samples", "N", "How many texts to write, side by side (default 1)")
    private static let stretch = CommandOption(
        "--stretch", "N", "How long a stretch counts as repeated, in tokens (default 16)")
    private static let corpus = CommandOption(
        "--corpus", "NAME-OR-PATH", isPath: true,
        "Where the text that it was trained on is now (default: where training found it)")
    private static let seed = CommandOption("--seed", "N", "Another seed, another text (default 1)")

    /// The most tokens of all samples together, which are kept until the last is written.
    private static let greatestTotal = 10_000_000

    static let usage = CommandUsage(
        "sample", summary: "Write text with a trained model",
        details: """
            The text goes to standard output. What of it the training text has word for word goes to
            standard error: the longest stretch, where that stands in the training part (tokens are
            counted from 0), and the share of tokens in repeated stretches. A model that has
            memorised repeats long ones; one that rambles, words and short phrases.

            The repetition penalty divides the scores of tokens that this text has drawn already,
            the prompt's left out, and multiplies them where they are negative; then come the
            temperature, top-k and top-p. Sample N of a seed has random numbers of its own, and is
            the same however many are written, unless a token hangs on how numbers are rounded.
            """,
        operands: [
            Operand("RUN", "A training's or trial's folder, or its best.safetensors")
        ],
        options: [
            prompt, tokens, temperature, topK, topP, penalty, seed, samples, stretch, corpus, .json,
        ])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let count = try arguments.integer(tokens, in: 1...1_000_000) ?? 200
        let options = try SamplingOptions(
            temperature: arguments.number(temperature, "a number of 0 or more") { $0 >= 0 } ?? 1,
            topK: arguments.integer(topK, in: 1...Int.max),
            topP: arguments.number(topP, "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 },
            repetitionPenalty: arguments.number(penalty, "a number above 0") { $0 > 0 } ?? 1,
            seed: UInt64(arguments.integer(seed, in: 0...Int.max) ?? 1))
        let number = try arguments.integer(samples, in: 1...100_000) ?? 1
        guard count * number <= greatestTotal else {
            throw UsageError.refused(
                "\(samples.name) \(number) texts of \(tokens.name) \(count) are "
                    + "\(count * number) tokens in all, but should be at most \(greatestTotal).")
        }
        let leastStretch = try arguments.integer(stretch, in: 1...Int.max) ?? 16
        let checkpoint = try context.checkpoint(of: arguments.operands[0])
        // A text that is asked for has to be there; the one of the training may be gone.
        let named = try arguments.value(corpus).map { try checkpoint.loadCorpus($0) }
        if let warning = checkpoint.training.precision.warning { context.console.message(warning) }
        let generator = try Generator(
            checkpoint, try context.catalogue.resolve(checkpoint.variant),
            rows: Generator.rows(samples: number, blockSize: checkpoint.model.blockSize),
            makeExecutor: cpuExecutors(
                precision: checkpoint.training.precision, admit: MemoryLimit().check))
        let prompt = arguments.value(prompt) ?? ""
        let start = ContinuousClock.now
        let console = context.console
        // Several texts are written side by side, and shown one after the other.
        var stream: SampleStream? =
            number == 1 && !arguments.has(.json)
            ? SampleStream(prompt: prompt, checkpoint.tokenizer) { console.write($0, to: .output) }
            : nil
        let texts = try generator.samples(
            0..<number, prompt: prompt, tokens: count, options: options
        ) { _, token in stream?.add(token) }
        stream?.end()
        let report = SampleReport(
            texts, of: checkpoint, prompt: prompt, tokens: count,
            seconds: (ContinuousClock.now - start).seconds, leastStretch: leastStretch
        ) { try (named ?? checkpoint.loadCorpus()).tokens(of: .training) }
        if arguments.has(.json) {
            try context.console.result(json: report)
            if let note = report.note { context.console.message(note) }
        } else {
            if stream == nil { console.result(report.text) }
            for message in report.messages { context.console.message(message) }
        }
        return .done
    }
}
