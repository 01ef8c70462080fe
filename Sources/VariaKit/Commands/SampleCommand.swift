import Runtime
import Training
import Transformer

/// `varia sample`: text from a trained model.
enum SampleCommand: Command {
    private static let prompt = CommandOption(
        "--prompt", "TEXT", "What the text goes on from (default: nothing)")
    private static let tokens = CommandOption(
        "--tokens", "N", "How many tokens to write (default 200)")
    private static let temperature = CommandOption(
        "--temperature", "t", "Below 1 for likelier text, 0 for the likeliest (default 1)")
    private static let topK = CommandOption(
        "--top-k", "k", "Draw from the k likeliest tokens only")
    private static let topP = CommandOption(
        "--top-p", "p", "Draw from the likeliest tokens that together reach p only")
    private static let seed = CommandOption("--seed", "N", "Another seed, another text (default 1)")

    static let usage = CommandUsage(
        "sample", summary: "Write text with a trained model",
        operands: [
            Operand("RUN", "A training's or trial's folder, or its best.safetensors")
        ],
        options: [prompt, tokens, temperature, topK, topP, seed])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let count = try arguments.integer(tokens, in: 1...Int.max) ?? 200
        let options = try SamplingOptions(
            temperature: arguments.number(temperature, "a number of 0 or more") { $0 >= 0 } ?? 1,
            topK: arguments.integer(topK, in: 1...Int.max),
            topP: arguments.number(topP, "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 },
            seed: UInt64(arguments.integer(seed, in: 0...Int.max) ?? 1))
        let checkpoint = try context.checkpoint(of: arguments.operands[0])
        if let warning = checkpoint.training.precision.warning { context.console.message(warning) }
        let generator = try Generator(
            checkpoint, try context.catalogue.resolve(checkpoint.variant))
        let start = arguments.value(prompt) ?? ""
        let text = try generator.generate(prompt: start, tokens: count, options: options)
        context.console.result(start + text)
        return .done
    }
}
