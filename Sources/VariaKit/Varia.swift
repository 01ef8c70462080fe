#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Sweeping
public import Transformer

/// The `varia` program, for a catalogue of variants.
///
/// A program of your own that embeds Varia passes the standard catalogue with its own variants
/// added, and gets every command:
///
///     await Varia.main(catalogue: myCatalogue)
public enum Varia {
    /// Varia's version.
    public static let version = variaVersion

    /// Runs the command that the process's arguments name, and ends the process: with status 0
    /// where the work is done, 1 where it failed, and 2 where the command line is wrong.
    public static func main(catalogue: Catalogue) async -> Never {
        Console.ignoreClosedPipes()
        let context = CommandContext(catalogue: catalogue, console: Console())
        exit(await run(Array(CommandLine.arguments.dropFirst()), in: context).rawValue)
    }

    /// In the order of the help.
    private static let commands: [any Command.Type] = [
        VariantsCommand.self, SummaryCommand.self, CheckCommand.self, ParityCommand.self,
        TrainCommand.self, SweepCommand.self, WorkCommand.self, StatusCommand.self,
        CancelCommand.self,
        TableCommand.self, ReportCommand.self, CompareCommand.self, ProbesCommand.self,
        AnalyzeCommand.self,
        SampleCommand.self, ConfidenceCommand.self,
        DataCommand.self, BenchCommand.self, NewCommand.self,
    ]

    /// Commands that Varia itself starts; the help does not show them.
    private static let hiddenCommands: [any Command.Type] = [WorkerProcessCommand.self]

    static func run(_ words: [String], in context: CommandContext) async -> ExitStatus {
        let status = await outcome(of: words, in: context)
        guard let reason = context.console.outputFailure else { return status }
        context.console.message(
            "varia: Standard output cannot be written: \(reason); what it was given is not complete."
        )
        return status == .done ? .failed : status
    }

    private static func outcome(
        of words: [String], in context: CommandContext
    ) async -> ExitStatus {
        do {
            return try await dispatch(words, in: context)
        } catch let error as UsageError {
            context.console.message("varia: \(error)")
            return .badUsage
        } catch let error as ConfigurationError where error.isOfCommandLine {
            context.console.message("varia: \(error)")
            return .badUsage
        } catch {
            context.console.message("varia: \(error)")
            return .failed
        }
    }

    private static func dispatch(
        _ words: [String], in context: CommandContext
    ) async throws -> ExitStatus {
        guard let name = words.first else {
            context.console.write(help, to: .output)
            return .done
        }
        if ["--help", "-h", "help", "--version"].contains(name) {
            try answer(name, about: words.dropFirst(), in: context)
            return .done
        }
        let command = try command(name, among: commands + hiddenCommands)
        let arguments = try Arguments(Array(words.dropFirst()), usage: command.usage)
        if arguments.has(.help) {
            context.console.write(command.usage.help, to: .output)
            return .done
        }
        return try await command.run(arguments, in: context)
    }

    private static func command(
        _ name: String, among known: [any Command.Type]
    ) throws -> any Command.Type {
        guard let command = known.first(where: { $0.usage.name == name }) else {
            throw UsageError.unknownCommand(
                name, nearest: nearest(to: name, among: commands.map { $0.usage.name }))
        }
        return command
    }

    /// Tells of Varia itself; `help` may be followed by a command, of which it tells then.
    private static func answer(
        _ name: String, about rest: ArraySlice<String>, in context: CommandContext
    ) throws {
        var rest = rest
        var text = name == "--version" ? "varia \(version)\n" : help
        if name == "help", let topic = rest.popFirst(), topic != "--help", topic != "-h" {
            text = try command(topic, among: commands).usage.help
        }
        if let surplus = rest.first {
            throw UsageError.refused("`varia \(name)` has no use for '\(surplus)'; leave it out.")
        }
        context.console.write(text, to: .output)
    }

    private static var help: String {
        let lines = commands.map { ($0.usage.name, $0.usage.summary) }
        return """
            Varia explores transformer architectures: write a variant, sweep it, read the table.

            Usage: varia COMMAND [options]

            Commands:
            \(CommandUsage.columns(lines))

            `varia COMMAND --help` explains one of them, `varia --version` prints the version.
            Exit status: 0 done, 1 failed, 2 bad usage.

            """
    }
}
