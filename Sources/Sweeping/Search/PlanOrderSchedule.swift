/// Every trial to its end, in the order of the plan: that of grids and of random draws.
struct PlanOrderSchedule: TrialSchedule {
    private let directory: SweepDirectory
    private let trials: [String]
    private var ended: [Bool]
    /// All trials before this one have ended.
    private var first = 0

    init(_ trials: [String], in directory: SweepDirectory) {
        self.directory = directory
        self.trials = trials
        ended = Array(repeating: false, count: trials.count)
    }

    mutating func next(besides held: Set<String>) -> ScheduleDecision {
        for index in first..<trials.count where !ended[index] {
            if held.contains(trials[index]) { continue }
            guard directory.trial(trials[index]).hasEnded else {
                return .work(TrialJob(trials[index]))
            }
            ended[index] = true
            while first < trials.count, ended[first] { first += 1 }
        }
        return first == trials.count ? .complete : .wait
    }

    func confirms(_ job: TrialJob) -> Bool { !directory.trial(job.trial).hasEnded }
}
