import Foundation
import Reporting
import Sweeping
import Training
import Transformer

/// A sweep that never ran, whose records a test writes down.
struct SampleSweep {
    var axes = ["variant", "seed"]
    var baseline: String? = "standard"
    var spec: [String: JSONValue] = [:]
    var search: SearchPlan?
    private(set) var records: [TrialRecord] = []

    mutating func add(
        _ variant: String, seed: UInt64, loss: Double?, status: TrialRecord.Status = .finished,
        values: [String: JSONValue] = [:], label: String? = nil, tokensSeen: Int = 1000,
        context: Int = 8, floor: Double? = nil, error: String? = nil,
        precision: String = "fp32", ran: String? = nil, metrics: [String: Double]? = nil,
        steps: Int = 70
    ) {
        var cell = values
        cell["variant"] = .string(variant)
        cell["seed"] = .integer(Int(seed))
        var record = TrialRecord(
            id: "\(records.count)", label: label, cell: cell,
            configuration: ["precision": .string(precision)], variant: variant, seed: seed,
            status: status, error: error)
        if [.finished, .diverged, .stopped].contains(status) {
            record.outcome = TrialRecord.Outcome(
                bestValidationLoss: loss, bestStep: 50, finalValidationLoss: loss,
                finalTrainLoss: loss, steps: steps, stoppedEarly: false, tokensSeen: tokensSeen,
                floor: floor, metrics: metrics)
            record.run = TrialRecord.Run(
                seconds: 2, tokensPerSecond: 12_345, instructionSet: "avx2",
                precision: ran, host: "a")
        }
        let counts = ParameterCounts(embedding: 100, blocks: 3000, readout: 200)
        record.size = TrialRecord.Size(parameters: counts, flopsPerToken: 1, context: context)
        records.append(record)
    }

    /// Adds a cell that is the same trial as the last one.
    mutating func repeatLast() {
        records.append(records[records.count - 1])
    }

    func results() throws -> SweepResults {
        let manifest = SweepManifest(
            name: "sample", version: "0", resultVersion: 1,
            machine: Machine(host: "a", system: "b", cores: 1, instructionSet: "avx2"),
            spec: .object(spec), baseline: baseline, axes: axes, data: [], cells: [],
            search: search)
        return SweepResults(
            directory: SweepDirectory(URL(fileURLWithPath: "sample")), manifest: manifest,
            records: records)
    }

    func table(
        baseline requested: String? = nil, columns: [Metric]? = nil, margin: Double? = nil
    ) throws -> ResultsTable {
        try ResultsTable(
            try results(), baseline: requested, columns: columns, margin: margin)
    }

    /// Two variants, two sizes, three seeds; a trial diverged, one failed, one has yet to run.
    static var mixed: SampleSweep {
        var sweep = SampleSweep(axes: ["variant", "heads", "seed"])
        for (heads, shift) in [(2, 0.0), (4, 0.1)] {
            let values = ["heads": JSONValue.integer(heads)]
            for (seed, noise) in [(1, 0.0), (2, 0.01), (3, 0.05)] as [(UInt64, Double)] {
                sweep.add("standard", seed: seed, loss: 2 + shift + noise, values: values)
                switch (heads, seed) {
                case (4, 1):
                    sweep.add(
                        "narrow", seed: seed, loss: 1.0, status: .diverged, values: values)
                case (4, 2):
                    sweep.add(
                        "narrow", seed: seed, loss: nil, status: .failed, values: values,
                        error: "first line\nIt ran out of memory.")
                case (4, 3):
                    sweep.add("narrow", seed: seed, loss: nil, status: .pending, values: values)
                default:
                    sweep.add(
                        "narrow", seed: seed, loss: 1.9 + shift + noise + 0.001 * Double(seed),
                        values: values)
                }
            }
        }
        return sweep
    }
}
