import Corpora
import Reporting
import Transformer

/// `varia data`: the texts that variants are trained on.
enum DataCommand: Command {
    private enum Action: String, CaseIterable {
        case list, fetch, describe
    }

    private static let tokenizer = CommandOption(
        "--tokenizer", "T", "For describe alone: one of char (default) and byte")

    static let usage = CommandUsage(
        "data", summary: "List, fetch and describe corpora",
        details: """
            varia data list                    the corpora that have names
            varia data fetch NAME              download one of them, once
            varia data describe NAME-OR-PATH   its size, vocabulary, split and first lines
            """,
        operands: [
            Operand("ACTION", "One of list, fetch and describe"),
            Operand("NAME", count: 0...1, "A corpus by name; for describe, also a text file"),
        ],
        options: [tokenizer, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) async throws -> ExitStatus {
        let word = arguments.operands[0]
        guard let action = Action(rawValue: word) else {
            let hint = nearest(to: word, among: Action.allCases.map(\.rawValue))
            throw UsageError.badValue(
                option: "ACTION", found: word, expected: "one of list, fetch and describe",
                hint: hint.map { "; the nearest is '\($0)'" } ?? "")
        }
        try refuseOptions(arguments, of: action)
        let name = arguments.operands.count > 1 ? arguments.operands[1] : nil
        switch (action, name) {
        case (.list, nil): try list(arguments, in: context)
        case (.list, let name?):
            throw UsageError.surplusOperand(name, command: "data list")
        case (_, nil):
            throw UsageError.missingOperand("NAME", command: "data \(action.rawValue)")
        case (.fetch, let name?):
            context.console.result(try await CorpusCatalogue.standard.fetch(name))
        case (.describe, let name?): try describe(name, arguments, in: context)
        }
        return .done
    }

    /// Refuses options that an action would leave unread.
    private static func refuseOptions(_ arguments: Arguments, of action: Action) throws {
        let known: [CommandOption] =
            switch action {
            case .list: [.json]
            case .fetch: []
            case .describe: [tokenizer, .json]
            }
        if let other = [tokenizer, .json].first(where: { arguments.has($0) && !known.contains($0) })
        {
            throw UsageError.refused(
                "The option \(other.name) means nothing to 'varia data \(action.rawValue)'; leave it "
                    + "out.")
        }
    }

    private static func list(_ arguments: Arguments, in context: CommandContext) throws {
        let catalogue = CorpusCatalogue.standard
        if arguments.has(.json) {
            try context.console.result(
                json: catalogue.entries.map {
                    ListedCorpus(
                        name: $0.name, summary: $0.summary, bytes: $0.byteCount,
                        isPresent: catalogue.isPresent($0))
                })
            return
        }
        let lines = catalogue.entries.map { entry in
            let state =
                entry.source == .builtIn
                ? "built in" : catalogue.isPresent(entry) ? "fetched" : "not fetched"
            let size = NumberText.count(Double(entry.byteCount))
            return (entry.name, "\(entry.summary); \(size) bytes, \(state)")
        }
        context.console.result(CommandUsage.columns(lines))
    }

    private static func describe(
        _ name: String, _ arguments: Arguments, in context: CommandContext
    ) throws {
        let kind = try arguments.choice(tokenizer, as: Tokenizer.Kind.self) ?? .character
        let description = CorpusDescription(of: try Corpus.load(name, tokenizer: kind))
        if arguments.has(.json) {
            try context.console.result(json: description)
        } else {
            context.console.result(description.description)
        }
    }

    /// A corpus as `varia data list --json` shows it.
    private struct ListedCorpus: Encodable {
        let name: String
        let summary: String
        let bytes: Int
        let isPresent: Bool
    }
}
