import Foundation
package import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TrialFolder {
    /// The record of an ended trial; nil where there is none, or a damaged one.
    ///
    /// - Throws: `FileError` where it is there and cannot be read.
    package func record() throws(FileError) -> TrialRecord? { try content(of: result) }

    /// The record that `trial.json` holds: the trial before it ran; nil and errors as above.
    package func definedRecord() throws(FileError) -> TrialRecord? { try content(of: definition) }

    /// What has gone wrong so far; nil and errors as above.
    package func recordedFailure() throws(FileError) -> TrialFailure? { try content(of: failure) }

    /// The trial's evaluations; nil where there is no `metrics.jsonl`, as in a copy of the results
    /// without the trials' folders.
    ///
    /// - Throws: `FileError`, or `SweepError.damagedMetrics`.
    package func evaluations() throws -> [EvaluationRecord]? {
        do { return try EvaluationRecord.read(metrics) } catch let error as FileError {
            guard error.isAbsence else { throw error }
            return nil
        } catch let error as CheckpointError {
            guard case .damagedMetrics(let line) = error.problem else { throw error }
            throw SweepError.damagedMetrics(path: metrics.path, line: line)
        }
    }

    /// Whether nothing more is to be done: there is a result, or the trial is given up.
    package var hasEnded: Bool { access(result.path, F_OK) == 0 || isGivenUp }

    /// Whether the trial has failed for good, until the sweep is started again.
    package var isGivenUp: Bool {
        // What cannot be read stops whoever would write the trial's result.
        access(failure.path, F_OK) == 0 && (try? recordedFailure())?.isFinal == true
    }

    /// How many evaluations the trial's metrics hold.
    var evaluationCount: Int {
        (try? Data(contentsOf: metrics))?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }

    /// Removes what a trial is resumed from. Only where it has ended.
    func removeStates() {
        for file in [state, previousState] { unlink(file.path) }
    }

    func write(_ failure: TrialFailure) throws {
        try AtomicFile.write([JSONText.page(failure)], to: self.failure)
    }

    private func content<Value: Decodable>(of file: URL) throws(FileError) -> Value? {
        guard let data = try FileContent.readIfPresent(file) else { return nil }
        return try? JSONDecoder().decode(Value.self, from: data)
    }

    /// What a process that crashed has to say: of its log's last lines that are not empty, at most
    /// `count`, those from the error on that ended it. What Swift tells of the stack after it would
    /// else leave no room for the error itself.
    package func lastLogLines(_ count: Int = 12) -> String {
        guard let data = try? Data(contentsOf: log) else { return "" }
        let lines = String(decoding: data.suffix(16_384), as: UTF8.self).split(separator: "\n")
        let fatal = lines.lastIndex { $0.contains("Fatal error:") }
        let start = fatal ?? max(0, lines.count - count)
        return lines[start...].prefix(count).joined(separator: "\n")
    }
}
