import Foundation
package import Runtime
import Training
package import Transformer

/// Analyses finished trials of a sweep, which may still be running: what is made is kept in the
/// trials' folders, and gathered in `analysis.jsonl`.
///
/// Killed at any moment, what it has made is kept; called again, it makes the rest.
package struct SweepAnalysis {
    private let directory: SweepDirectory
    private let catalogue: Catalogue
    private let pool: ThreadPool
    private let report: (String) -> Void

    /// How many of the trials that were asked for have an analysis now.
    package struct Outcome: Hashable, Sendable {
        /// Made now.
        package var made = 0
        /// Made before, and found.
        package var known = 0
        /// Those that cannot be analysed.
        package var missing = 0

        package var total: Int { made + known + missing }
    }

    /// - Parameters:
    ///   - catalogue: What the trials' variants are found in.
    ///   - pool: The threads that share the work.
    ///   - report: Told a line for each trial that was analysed, and in whole sentences why others
    ///     cannot be.
    package init(
        _ directory: SweepDirectory, catalogue: Catalogue, pool: ThreadPool = ThreadPool(),
        report: @escaping (String) -> Void
    ) {
        self.directory = directory
        self.catalogue = catalogue
        self.pool = pool
        self.report = report
    }

    /// Analyses what is not yet analysed of a choice of trials.
    ///
    /// - Throws: `SweepError` where the directory holds no sweep, a damaged one, or cannot be
    ///   written, and `FileError`. What is wrong with one trial alone is reported instead.
    package func run(_ choice: AnalysisChoice) throws -> Outcome {
        let results = try SweepResults.read(directory.root)
        let trials = choice.trials(of: results)
        let recorded = Dictionary(
            try directory.analyses(warn: report).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var outcome = Outcome()
        var wanted: [TrialRecord] = []
        var withoutWeights: [TrialRecord] = []
        for trial in trials {
            let folder = directory.trial(trial.id)
            if let known = recorded[trial.id], known.step == trial.outcome?.bestStep {
                outcome.known += 1
            } else if FileManager.default.fileExists(atPath: folder.best.path) {
                wanted.append(trial)
            } else {
                withoutWeights.append(trial)
            }
        }
        if let sentence = Self.sentence(withoutWeights) { report(sentence) }
        outcome.missing = withoutWeights.count
        let preparer = TrialPreparer(
            relativeTo: directory.corpusFolder(of: results.manifest))
        var warnings: Set<String> = []
        for (index, trial) in wanted.enumerated() {
            let start = ContinuousClock.now
            let place = "\(index + 1) of \(wanted.count): \(trial.title)"
            do {
                try analyze(trial, preparer) { warning in
                    if warnings.insert(warning).inserted { report(warning) }
                }
                outcome.made += 1
                let seconds = (ContinuousClock.now - start).seconds
                report("\(place): analysed in \(DurationText.text(seconds))")
            } catch let error where Self.isOfAll(error) {
                throw error
            } catch {
                outcome.missing += 1
                report("\(place): it cannot be analysed. \(error)")
            }
        }
        if outcome.made + outcome.known > 0 { try directory.gatherAnalyses() }
        return outcome
    }

    private func analyze(
        _ record: TrialRecord, _ preparer: TrialPreparer, warn: (String) -> Void
    ) throws {
        let folder = directory.trial(record.id)
        let trial = try preparer.prepare(folder, catalogue: catalogue)
        if let warning = trial.config.training.precision.warning { warn(warning) }
        let found = try TrialAnalysis(
            of: trial, in: folder, bestStep: record.outcome?.bestStep ?? 0, pool: pool)
        guard try folder.keep(found) else { throw SweepError.changed(path: folder.result.path) }
    }

    /// Whether an error would meet every other trial too.
    private static func isOfAll(_ error: any Error) -> Bool {
        switch error {
        case SweepError.system: true
        case let error as FileError: error.operation == .write
        default: false
        }
    }

    /// What is to be said of trials whose weights are gone.
    private static func sentence(_ trials: [TrialRecord]) -> String? {
        guard let first = trials.first else { return nil }
        return trials.count == 1
            ? "The weights of one trial (\(first.title)) are not here, as in a copy without the "
                + "trials' folders, so that it cannot be analysed."
            : "The weights of \(trials.count) trials (such as \(first.title)) are not here, as in a "
                + "copy without the trials' folders, so that they cannot be analysed."
    }
}
