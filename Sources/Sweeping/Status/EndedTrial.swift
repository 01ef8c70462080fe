import Foundation
import Training

/// What the status of a sweep needs of the record of a trial that has ended. Reading thousands of
/// whole ones would take seconds.
struct EndedTrial: Decodable {
    struct Outcome: Decodable {
        var bestValidationLoss: Double?
        var steps: Int
    }

    struct Run: Decodable {
        var seconds: Double
    }

    var id: String
    var variant: String
    var status: TrialRecord.Status
    var outcome: Outcome?
    var run: Run?
    var error: String?

    /// What a trial's own folder says; nil where the trial has not ended.
    ///
    /// - Throws: `FileError` where a file is there and cannot be read.
    init?(in folder: TrialFolder) throws(FileError) {
        if let data = try FileContent.readIfPresent(folder.result),
            let trial = try? JSONDecoder().decode(EndedTrial.self, from: data)
        {
            self = trial
        } else if let failure = try folder.recordedFailure(), failure.isFinal {
            id = folder.id
            variant = try folder.definedRecord()?.variant ?? ""
            status = .failed
            error = failure.message
        } else {
            return nil
        }
    }
}

extension EndedTrial {
    /// Where a trial was stopped, of which only the record is left.
    var rungs: TrialRungs? {
        guard status == .stopped, let outcome else { return nil }
        return TrialRungs(
            target: outcome.steps,
            results: [
                TrialRungs.Result(step: outcome.steps, loss: outcome.bestValidationLoss)
            ])
    }
}
