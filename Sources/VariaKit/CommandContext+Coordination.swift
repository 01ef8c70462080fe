import Foundation
import Reporting
import Sweeping
import Training

extension CommandContext {
    /// Shows how a sweep goes on standard error: in place on a terminal, in lines elsewhere.
    func sweepDisplay() -> any SweepDisplay {
        let console = console
        let write: (String) -> Void = { console.write($0, to: .error) }
        return Console.Stream.error.isTerminal
            ? TerminalDisplay(width: { console.width(of: .error) ?? 80 }, write: write)
            : LineDisplay(write: write)
    }

    /// This program, which workers are again.
    var executable: URL {
        Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    }

    /// Keeps a sweep's table beside its trials.
    ///
    /// - Throws: `SweepError` or `FileError`.
    func keepTable(of directory: SweepDirectory) throws -> ResultsTable {
        let table = try ResultsTable(try SweepResults.read(directory.root))
        let files = [
            ("table.md", MarkdownRenderer().render(table)),
            ("table.csv", CSVRenderer().render(table)),
        ]
        for (name, text) in files {
            try directory.replace(
                directory.root.appendingPathComponent(name), with: [Data(text.utf8)])
        }
        return table
    }

    /// Keeps a sweep's table beside its trials, and prints it.
    ///
    /// - Throws: `SweepError` or `FileError`.
    func publishTable(of directory: SweepDirectory) throws {
        let table = counted(try keepTable(of: directory), in: directory)
        let renderer = TerminalRenderer(
            width: console.width(of: .output), usesColor: console.allowsColor(.output),
            curves: MeanCurves.read(try SweepResults.read(directory.root)))
        console.write(renderer.render(table), to: .output)
    }

    /// A table that somebody is about to see, with the number of times that its verdicts have been
    /// looked at. Where that cannot be put down, as in a folder that may only be read, a message
    /// says so.
    func counted(_ table: ResultsTable, in directory: SweepDirectory) -> ResultsTable {
        var looks = Looks(directory)
        let counted = looks.counted(table)
        do { try looks.record(table) } catch {
            console.message("This look at the verdicts could not be put down: \(error)")
        }
        return counted
    }
}
