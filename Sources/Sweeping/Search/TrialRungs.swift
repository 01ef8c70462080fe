import Foundation
package import Training

/// How far a trial of successive halving may train, and how it was at each rung that it has
/// reached: `rung.json`. Only the holder of the trial's claim writes it, before it trains towards a
/// rung and when it is there, so that the directory alone says what was promoted.
package struct TrialRungs: Hashable, Sendable, Codable {
    /// What a trial has reached.
    package struct Result: Hashable, Sendable, Codable {
        /// The optimiser's steps.
        package var step: Int
        /// The least validation loss until then, in nats per token; nil where none was finite.
        package var loss: Double?

        package init(step: Int, loss: Double?) {
            self.step = step
            self.loss = loss
        }
    }

    /// The step that the trial may go on to.
    package var target: Int
    /// The rungs that it has reached, in the order of their steps.
    package var results: [Result]

    package init(target: Int, results: [Result] = []) {
        self.target = target
        self.results = results
    }

    /// The step that it has reached.
    package var reached: Int { results.last?.step ?? 0 }

    /// Whether it is at its target, and waits for another.
    package var isPaused: Bool { reached >= target }

    mutating func add(_ result: Result) {
        results.removeAll { $0.step >= result.step }
        results.append(result)
    }
}

extension TrialFolder {
    /// What `rung.json` holds; nil where there is none, or a damaged one, whose trial then begins
    /// anew from its state.
    ///
    /// - Throws: `FileError` where it is there and cannot be read.
    package func rungs() throws(FileError) -> TrialRungs? {
        guard let data = try FileContent.readIfPresent(rung) else { return nil }
        return try? JSONDecoder().decode(TrialRungs.self, from: data)
    }

    func write(_ rungs: TrialRungs) throws {
        try AtomicFile.write([JSONText.page(rungs)], to: rung)
    }

    /// The least loss of the evaluations up to a step; nil where none is there or none is finite.
    ///
    /// - Throws: `FileError` or `SweepError.damagedMetrics` where they are there and cannot be read: a
    ///   trial that is taken for one without a loss is never promoted.
    func leastLoss(upTo step: Int) throws -> Double? {
        try evaluations()?.filter { $0.step <= step }.compactMap(\.validationLoss).min()
    }
}

extension TrialFolder {
    /// What a trial had reached where it was stopped.
    func outcome(at rungs: TrialRungs) -> TrialRecord.Outcome {
        let records = ((try? EvaluationRecord.read(metrics)) ?? []).filter {
            $0.step <= rungs.reached
        }
        let best = records.filter { $0.validationLoss != nil }
            .min { $0.validationLoss ?? .infinity < $1.validationLoss ?? .infinity }
        let last = records.last
        return TrialRecord.Outcome(
            bestValidationLoss: best?.validationLoss ?? rungs.results.last?.loss,
            bestStep: best?.step, finalValidationLoss: last?.validationLoss,
            finalTrainLoss: last?.trainLoss, steps: rungs.reached, stoppedEarly: false,
            tokensSeen: last?.tokensSeen ?? 0)
    }
}
