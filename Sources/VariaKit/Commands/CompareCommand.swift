import Foundation
import Reporting
import Sweeping
import Transformer

/// `varia compare`: two variants of a sweep in depth.
enum CompareCommand: Command {
    private static let cell = CommandOption(
        "--cell", "key=value", repeats: true,
        "Compare in the cells with this value of an axis (default: the best that both have)")

    static let usage = CommandUsage(
        "compare", summary: "Show two variants of a sweep in depth: losses, curves, heads, samples",
        details: """
            Differences are B less A: a negative one is in favour of B. Losses and curves are over
            pairs, trials of the same seed, which share batches and initial values. Losses by
            position, heads and samples are of trials that `varia analyze` has looked into.
            """,
        operands: [
            Operand("DIR", "The sweep's folder, such as Results/quickstart"),
            Operand("A", "A variant as the sweep's table spells it, or the label of a case"),
            Operand("B", "The variant to compare with it"),
        ],
        options: [cell, .json])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let console = context.console
        let results = try SweepResults.read(URL(fileURLWithPath: arguments.operands[0]))
        let conditions = try conditions(arguments.values(cell))
        let analyses = try results.analyses(warn: console.message)
        let comparison: VariantComparison
        do {
            comparison = try VariantComparison(
                results, arguments.operands[1], arguments.operands[2], where: conditions,
                analyses: analyses, look: { context.counted($0, in: results.directory) })
        } catch let error as ReportingError {
            // A sweep that goes on may have them later; anything else is wrong with the line.
            if case .noPairs = error { throw error }
            throw UsageError.refused("\(error)")
        }
        if arguments.has(.json) {
            try console.result(json: comparison)
        } else {
            let renderer = ComparisonRenderer(
                width: console.width(of: .output), usesColor: console.allowsColor(.output))
            console.write(renderer.render(comparison), to: .output)
        }
        return .done
    }

    /// The values that cells are to have.
    private static func conditions(_ words: [String]) throws -> [String: JSONValue] {
        try words.reduce(into: [:]) { conditions, word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw UsageError.badValue(
                    option: cell.name, found: word, expected: "a key and a value, as heads=4")
            }
            guard conditions[parts[0]] == nil else {
                throw UsageError.refused("The option \(cell.name) names '\(parts[0])' twice.")
            }
            do {
                conditions[parts[0]] = try JSONValue(
                    argument: parts[1], source: cell.name, path: parts[0])
            } catch { throw UsageError.refused("\(error)") }
        }
    }
}
