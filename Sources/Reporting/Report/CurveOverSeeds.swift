import Charts
import Sweeping
import Training

/// The mean over seeds of a figure that each of some trainings has at each evaluation, with the
/// least and the greatest.
struct CurveOverSeeds {
    let points: [LineSeries.Point]

    /// More points than these look no different.
    private static let greatestPointCount = 80

    /// The mean at the steps that all of the curves have: further on it would be that of those
    /// seeds alone that went on.
    init(_ curves: [[(step: Int, value: Double?)]]) {
        let wanted = curves.filter { !$0.isEmpty }
        var values: [Int: [Double]] = [:]
        for curve in wanted {
            for (step, value) in curve {
                if let value { values[step, default: []].append(value) }
            }
        }
        let steps = values.filter { $0.value.count == wanted.count }.keys.sorted()
        let shown = ProbeTable.spread(over: steps.count, at: Self.greatestPointCount)
        points = shown.compactMap { index in
            guard let all = values[steps[index]], let low = all.min(), let high = all.max() else {
                return nil
            }
            let hasBand = all.count > 1
            return LineSeries.Point(
                Double(steps[index]), Statistics.mean(all), low: hasBand ? low : nil,
                high: hasBand ? high : nil)
        }
    }
}

extension SweepReport {
    /// The evaluations of a cell's trials that have ended; while none has, of those that run.
    func evaluations(of cell: Cell) -> [(trial: TrialRecord, records: [EvaluationRecord])] {
        let known = cell.trials.compactMap { trial in
            evaluations[trial.id].map { (trial: trial, records: $0) }
        }
        let ended = known.filter { $0.trial.status == .finished }
        return ended.isEmpty ? known : ended
    }

    /// The mean curve of a figure over a cell's seeds, from the first step on: before it, at the loss
    /// of chance, all curves are the same, and too high to see the rest.
    func curve(of cell: Cell, _ value: (EvaluationRecord) -> Double?) -> CurveOverSeeds {
        CurveOverSeeds(
            evaluations(of: cell).map { one in
                one.records.filter { $0.step > 0 }.map { ($0.step, value($0)) }
            })
    }

    /// The mean curve of the validation loss less that of the baseline's trial of the same seed.
    func differenceCurve(of cell: Cell, from baseline: Cell) -> CurveOverSeeds {
        var reference: [UInt64: [Int: Double]] = [:]
        for (trial, records) in evaluations(of: baseline) {
            for record in records {
                if let loss = record.validationLoss {
                    reference[trial.seed, default: [:]][record.step] = loss
                }
            }
        }
        return CurveOverSeeds(
            evaluations(of: cell).compactMap { trial, records in
                guard let other = reference[trial.seed] else { return nil }
                return records.filter { $0.step > 0 }.map { record in
                    let difference = record.validationLoss.flatMap { loss in
                        other[record.step].map { loss - $0 }
                    }
                    return (record.step, difference)
                }
            })
    }
}
