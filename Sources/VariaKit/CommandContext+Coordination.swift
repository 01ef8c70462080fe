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
    func keepTable(of directory: SweepDirectory) throws {
        _ = try keepTable(of: try SweepResults.read(directory.root))
    }

    private func keepTable(of results: SweepResults) throws -> ResultsTable {
        let table = try ResultsTable(results)
        let files = [
            ("table.md", MarkdownRenderer().render(table)),
            ("table.csv", CSVRenderer().render(table)),
        ]
        for (name, text) in files {
            try results.directory.replace(
                results.directory.root.file(name), with: [Data(text.utf8)])
        }
        return table
    }

    /// Keeps a sweep's table beside its trials, and prints it.
    ///
    /// - Throws: `SweepError` or `FileError`.
    func publishTable(of directory: SweepDirectory) throws {
        let results = try SweepResults.read(directory.root)
        let table = counted(try keepTable(of: results), in: directory)
        let renderer = TerminalRenderer(
            width: console.width(of: .output), usesColor: console.allowsColor(.output),
            curves: MeanCurves.read(results))
        console.write(renderer.render(table), to: .output)
    }

    /// A table that somebody is about to see, with the number of times that its verdicts have been
    /// looked at. Where that cannot be put down, as in a folder that may only be read, a message
    /// says so.
    func counted(_ table: ResultsTable, in directory: SweepDirectory) -> ResultsTable {
        do {
            var looks = try Looks(directory)
            looks.warnings.forEach(console.message)
            let counted = looks.counted(table)
            do { try looks.record(table) } catch {
                console.message("This look at the verdicts could not be put down: \(error)")
            }
            return counted
        } catch {
            console.message("Looks at the verdicts are not counted: \(error)")
            return table
        }
    }
}
