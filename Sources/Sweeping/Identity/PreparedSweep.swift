import Corpora
package import Transformer

/// A sweep's plan with the trials that fill its cells.
package struct PreparedSweep: Sendable {
    package let plan: SweepPlan
    /// The trials, each once, in the order of their first cells. Where cells that compute the same
    /// differ in what they record, as with probes and without, the trial is the one that records
    /// most.
    package let trials: [PreparedTrial]
    /// For each cell of the plan, the identity of its trial.
    package let cellTrials: [String]
    /// For each cell of the plan, the width that makes it cost what the baseline costs; nil where it
    /// has the spec's.
    package let cellMatches: [MatchDecision?]
    /// The widths that `sweep.json` keeps; nil where nothing is matched.
    package let matches: [MatchDecision]?
    /// Those that were known before.
    let earlierMatches: [MatchDecision]

    /// Loads data, traces every different model, and chooses widths where costs are to be matched.
    ///
    /// - Parameters:
    ///   - earlier: The sweep's matches of before, of which those that were measured stay.
    ///   - timer: Measures the others.
    /// - Throws: `ConfigurationError` that names the file, the key, and the cell.
    package init(
        _ plan: SweepPlan, earlier: [MatchDecision] = [],
        timer: any StepRatioTiming = StepRatioTimer()
    ) throws(ConfigurationError) {
        try self.init(plan, earlier: earlier, source: .opening(timer))
    }

    init(
        _ plan: SweepPlan, earlier: [MatchDecision], source: WidthMatcher.Source
    ) throws(ConfigurationError) {
        let preparer = TrialPreparer(relativeTo: plan.spec.folder)
        let matcher = plan.spec.match.map {
            WidthMatcher(
                $0, baselineName: plan.baseline ?? "", known: earlier, preparer: preparer,
                source: source)
        }
        var cellMatches: [MatchDecision?] = []
        var trials: [PreparedTrial] = []
        var cellTrials: [String] = []
        var places: [String: Int] = [:]
        var choice = RecordingChoice()
        for (index, cell) in plan.cells.enumerated() {
            // What is wrong with the data alone is no cell's fault.
            try preparer.load(cell.config.data, settings: cell.settings)
            let trial: PreparedTrial
            do throws(ConfigurationError) {
                let decision = try matcher?.decision(for: index, of: plan)
                cellMatches.append(decision)
                var config = cell.config
                if let decision { config.model.width = decision.match.width }
                trial = try preparer.prepare(config, settings: cell.settings)
            } catch {
                throw error.inCell(cell.description)
            }
            cellTrials.append(trial.id)
            if let place = places[trial.id] {
                trials[place] = try choice.between(trials[place], trial, of: cell)
            } else {
                places[trial.id] = trials.count
                trials.append(trial)
            }
        }
        self.plan = plan
        self.trials = trials
        self.cellTrials = cellTrials
        self.cellMatches = cellMatches
        matches = matcher?.decisions
        earlierMatches = earlier
    }

    /// What `sweep.json` holds.
    package func manifest(machine: Machine, version: String) -> SweepManifest {
        var data: [SweepManifest.DataSummary] = []
        for trial in trials {
            let corpus = trial.corpus
            let summary = SweepManifest.DataSummary(
                corpus: corpus.name, hash: corpus.identity,
                vocabulary: corpus.tokenizer.vocabularySize,
                trainTokens: corpus.split.training.count,
                validationTokens: corpus.split.validation.count,
                testTokens: corpus.split.test.isEmpty ? nil : corpus.split.test.count,
                floor: corpus.floor)
            if !data.contains(summary) { data.append(summary) }
        }
        return SweepManifest(
            name: plan.spec.name, version: version, resultVersion: TrialIdentity.resultVersion,
            machine: machine, spec: plan.spec.resolved, baseline: plan.baseline, axes: plan.axes,
            data: data, cells: manifestCells, search: plan.search,
            matches: matches)
    }

    /// The cells, each with the trial that fills it.
    var manifestCells: [SweepManifest.Cell] {
        plan.cells.indices.map {
            SweepManifest.Cell(
                id: cellTrials[$0], label: plan.cells[$0].label, values: plan.cells[$0].values,
                match: cellMatches[$0]?.question)
        }
    }
}
