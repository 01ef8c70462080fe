/// First every setting with the seeds to choose by, then each group's best setting with the seeds to
/// measure on.
struct TuningSchedule: TrialSchedule {
    private let directory: SweepDirectory
    private let tuning: Tuning
    private let choosing: [String]
    /// What the trials that are known to have ended reached.
    private var losses: [String: Double]
    /// The groups whose best setting is not known yet, and the trials that measure the others'.
    private var undecided: [Tuning.Group]
    private var wanted: [String] = []

    /// - Parameter losses: What is known of trials that have ended.
    init(_ tuning: Tuning, in directory: SweepDirectory, losses: [String: Double] = [:]) {
        self.tuning = tuning
        self.directory = directory
        self.losses = losses
        undecided = tuning.groups
        // One seed of all settings after another, as the plan has them.
        let settings = tuning.groups.flatMap(\.settings).map(\.choosing)
        let rounds = settings.map(\.count).max() ?? 0
        choosing = (0..<rounds).flatMap { round in
            settings.compactMap { $0.indices.contains(round) ? $0[round] : nil }
        }
        decide()
    }

    mutating func next(besides held: Set<String>) -> ScheduleDecision {
        if let job = job(among: choosing, besides: held) { return .work(job) }
        decide()
        if let job = job(among: wanted, besides: held) { return .work(job) }
        let isComplete = undecided.isEmpty && wanted.allSatisfy { losses[$0] != nil }
        return isComplete ? .complete : .wait
    }

    func confirms(_ job: TrialJob) -> Bool { !directory.trial(job.trial).hasEnded }

    var unneeded: Set<String> {
        let open = Set(undecided.flatMap(\.settings).flatMap(\.measuring))
        return Set(tuning.groups.flatMap(\.settings).flatMap(\.measuring))
            .subtracting(open).subtracting(wanted).subtracting(choosing)
    }

    /// The first trial that has neither ended nor is held.
    private mutating func job(among trials: [String], besides held: Set<String>) -> TrialJob? {
        for trial in trials where losses[trial] == nil && !held.contains(trial) {
            let folder = directory.trial(trial)
            guard folder.hasEnded else { return TrialJob(trial) }
            losses[trial] = (try? folder.record())?.lossToChooseBy ?? .infinity
        }
        return nil
    }

    /// Takes up what the groups whose settings have all been tried are to be measured by.
    private mutating func decide() {
        undecided.removeAll { group in
            switch Tuning.choice(of: group, loss: { losses[$0] }) {
            case .undecided: return false
            case .none: return true
            case .best(let index):
                wanted += group.settings[index].measuring
                return true
            }
        }
    }
}
