import Foundation
package import Sweeping
import Training

/// How the validation loss of each row of a table went down, for a glance.
package enum MeanCurves {
    /// Reading the evaluations of more trials than this takes longer than a glance is worth.
    package static let greatestTrialCount = 1000

    /// What is read of an evaluation: without its probes, which are most of a line.
    private struct Evaluation: Decodable {
        let step: Int
        let validationLoss: Double?
    }

    /// The mean loss over a row's finished trials, or where none has finished over those that run, at
    /// each step at which one was evaluated, by the row's name. Before the first step, at the loss of
    /// chance, all curves are the same and too high to see the rest.
    /// Rows whose evaluations are not there, as in a copy of the results without the trials' folders,
    /// have none; so has every row of a sweep of more than `greatestTrialCount` trials.
    package static func read(_ results: SweepResults) -> [String: [Double?]] {
        guard results.records.count <= greatestTrialCount else { return [:] }
        var curves: [String: [Double?]] = [:]
        for cell in ResultsCell.cells(of: results) {
            var losses: [Int: [Double]] = [:]
            let running = cell.records.filter { $0.status == .running }
            for record in cell.finished.isEmpty ? running : cell.finished {
                for one in evaluations(results.directory.trial(record.id).metrics)
                where one.step > 0 {
                    losses[one.step, default: []] += one.validationLoss.map { [$0] } ?? []
                }
            }
            guard !losses.isEmpty else { continue }
            curves[cell.name] = losses.sorted { $0.key < $1.key }.map { _, values in
                values.isEmpty ? nil : Statistics.mean(values)
            }
        }
        return curves
    }

    /// Those of a trial until now; a line that is being written is left out, and so is a damaged one,
    /// which a glance need not tell of.
    private static func evaluations(_ file: URL) -> [Evaluation] {
        guard let data = try? Data(contentsOf: file) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Evaluation.self, from: $0)
        }
    }
}
