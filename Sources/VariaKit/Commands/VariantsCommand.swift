import Transformer

/// `varia variants`: what can be named in a sweep.
enum VariantsCommand: Command {
    static let usage = CommandUsage(
        "variants", summary: "List the variants, with their options",
        details: """
            Variants are put together with +, as in soft-window+tied-embeddings. An option is set in
            the name, as in bottleneck(divisor=4), or by the key bottleneck.divisor.
            """,
        options: [.json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let variants = try context.catalogue.variants.map {
            (name: $0.name, summary: $0.summary, options: try context.catalogue.defaults(of: $0))
        }
        if arguments.has(.json) {
            let objects = variants.map { variant -> JSONValue in
                .object([
                    "name": .string(variant.name), "summary": .string(variant.summary),
                    "options": .object(variant.options),
                ])
            }
            try context.console.result(json: JSONValue.array(objects))
            return .done
        }
        let lines = variants.map { variant in
            let options = variant.options.sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value.description)" }.joined(separator: ", ")
            return (variant.name, variant.summary + (options.isEmpty ? "" : " (\(options))"))
        }
        context.console.result(CommandUsage.columns(lines))
        return .done
    }
}
