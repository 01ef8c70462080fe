/// What was done to a sweep, and what it cost.
struct FaultTally: CustomStringConvertible {
    var workerKills = 0
    var coordinatorKills = 0
    /// Workers that were stopped for longer than their claims' patience, and then went on.
    var stops = 0
    /// Claims that passed to another worker while their holder was stopped.
    var takeoversFromStopped = 0
    /// Claims that passed on after their holder was killed or gave its trial back.
    var takeoversFromOthers = 0
    /// Times that the sweep's command was given.
    var runs = 0
    /// Directories that were filled from nothing.
    var sweeps = 0
    /// Trials that have ended, over all sweeps.
    var trials = 0
    /// Evaluations that a killed worker had written, and its successor made again.
    var repeatedEvaluations = 0
    /// Seconds of killed workers since what they had saved last: all that a kill can cost.
    var lostSeconds: [Double] = []
    /// Seconds from the first start to the last end.
    var seconds = 0.0

    var kills: Int { workerKills + coordinatorKills }
    /// Moments at which something was killed: one process, or all at once.
    var faults = 0

    var description: String {
        let lost = lostSeconds.reduce(0, +)
        let mean = lostSeconds.isEmpty ? 0 : lost / Double(lostSeconds.count)
        return "\(kills) kills at \(faults) moments (\(workerKills) of workers, "
            + "\(coordinatorKills) of coordinators), "
            + "\(stops) stops, \(takeoversFromStopped) takeovers from stopped workers and "
            + "\(takeoversFromOthers) from others, in \(runs) runs of \(sweeps) sweeps with "
            + "\(trials) trials in \(text(seconds)) s; lost: no trial, "
            + "\(repeatedEvaluations) evaluations made twice, \(text(lost)) s of work "
            + "(\(text(mean)) s for each kill of a worker at work, at most "
            + "\(text(lostSeconds.max() ?? 0)) s)"
    }

    private func text(_ seconds: Double) -> String {
        "\((seconds * 100).rounded() / 100)"
    }
}
