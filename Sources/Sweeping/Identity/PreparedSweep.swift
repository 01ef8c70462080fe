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

    /// Loads data and traces every different model.
    ///
    /// - Throws: `ConfigurationError` that names the file, the key, and the cell.
    package init(_ plan: SweepPlan) throws(ConfigurationError) {
        let preparer = TrialPreparer(relativeTo: plan.spec.folder)
        var trials: [PreparedTrial] = []
        var cellTrials: [String] = []
        var places: [String: Int] = [:]
        var choice = RecordingChoice()
        for cell in plan.cells {
            // What is wrong with the data alone is no cell's fault.
            try preparer.load(cell.config.data, settings: cell.settings)
            let trial: PreparedTrial
            do throws(ConfigurationError) {
                trial = try preparer.prepare(cell.config, settings: cell.settings)
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
            data: data, cells: manifestCells, search: plan.search)
    }

    /// The cells, each with the trial that fills it.
    var manifestCells: [SweepManifest.Cell] {
        zip(plan.cells, cellTrials).map {
            SweepManifest.Cell(id: $1, label: $0.label, values: $0.values)
        }
    }
}
