import Foundation
import Reporting
import Sweeping
import Training

extension Arguments {
    /// The results of the sweep in the folder that the first operand names, with those that its spec
    /// names no longer where `--all` is given.
    ///
    /// - Throws: `SweepError` where the folder holds no sweep or a file of it is damaged, `FileError`
    ///   where one is there and cannot be read.
    func results() throws -> SweepResults {
        let results = try SweepResults.read(URL(fileURLWithPath: operands[0]))
        return has(.all) ? results.includingOthers() : results
    }

    /// The table of a sweep by `--baseline` and `--margin`.
    ///
    /// - Throws: `UsageError` where the sweep has no such baseline, or the margin is none.
    func table(of results: SweepResults, columns: [Metric]? = nil) throws -> ResultsTable {
        let margin = try number(.margin, "a number of nats above 0") { $0 > 0 }
        do {
            return try ResultsTable(
                results, baseline: value(.baseline), columns: columns, margin: margin)
        } catch {
            throw UsageError.refused("\(CommandOption.baseline.name): \(error)")
        }
    }
}
