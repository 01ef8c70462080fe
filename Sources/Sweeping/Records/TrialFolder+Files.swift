import Foundation
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TrialFolder {
    /// The record of an ended trial; nil where there is none, or a damaged one.
    package func record() -> TrialRecord? { content(of: result) }

    /// The record that `trial.json` holds: the trial before it ran.
    package func definedRecord() -> TrialRecord? { content(of: definition) }

    package func recordedFailure() -> TrialFailure? { content(of: failure) }

    /// Whether nothing more is to be done: there is a result, or the trial is given up.
    package var hasEnded: Bool { access(result.path, F_OK) == 0 || isGivenUp }

    /// Whether the trial has failed for good, until the sweep is started again.
    package var isGivenUp: Bool {
        access(failure.path, F_OK) == 0 && recordedFailure()?.isFinal == true
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

    private func content<Value: Decodable>(of file: URL) -> Value? {
        guard let data = try? Data(contentsOf: file) else { return nil }
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
