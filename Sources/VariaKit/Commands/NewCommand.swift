import Foundation
import Transformer

/// `varia new`: the start of a variant of one's own.
enum NewCommand: Command {
    private static let directory = CommandOption(
        "--directory", "DIR", isPath: true,
        "The checkout of Varia to write to (default: the current folder)")

    static let usage = CommandUsage(
        "new", summary: "Start a variant: its file and its line in the catalogue",
        operands: [
            Operand("NAME", "Lowercase words joined by hyphens, such as my-attention")
        ],
        options: [directory])

    static func run(_ arguments: Arguments, in context: CommandContext) throws -> ExitStatus {
        let name = arguments.operands[0]
        let folder = URL(fileURLWithPath: arguments.value(directory) ?? ".")
        let variant: NewVariant
        do { variant = try NewVariant(name: name, existing: context.catalogue.names) } catch {
            throw UsageError.refused("\(error)")
        }
        let file = try variant.write(to: folder)
        context.console.result(
            """
            \(file)
            Variants/Catalog.swift
            """)
        context.console.message(
            """
            The variant '\(name)' is ready to be built and changed. Next:
              make build
              .build/release/varia check \(name)
              .build/release/varia train --variant \(name)
            """)
        return .done
    }
}
