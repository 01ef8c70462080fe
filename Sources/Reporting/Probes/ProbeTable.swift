package import Sweeping
import Training

/// What variants recorded over training: for each probe a row per layer and head, and a column per
/// evaluation, averaged over seeds. The members of its JSON are stable.
package struct ProbeTable: Hashable, Sendable, Encodable {
    /// The trials that it averages: a sweep's cell, or one training.
    package let title: String
    /// The number of trainings that recorded it.
    package let trials: Int
    /// The probe's name without the place in the model, as `window`.
    package let probe: String
    /// The place within a block, as `attn`; outside of blocks that in the model, which may be empty.
    package let place: String
    package let statistic: ProbeStatistic
    /// Optimiser's steps before each evaluation that any of the trainings has.
    package let steps: [Int]
    package let rows: [Row]

    /// A probe at one place of the model.
    package struct Row: Hashable, Sendable, Encodable {
        /// The block, counted from 0; nil outside of the blocks.
        package let layer: Int?
        /// The head, counted from 0; nil where the figure is of all heads together.
        package let head: Int?
        /// One for each step: the mean over trainings; nil where none recorded a finite one.
        package let values: [Double?]
    }

    /// The tables of some trainings of one model, one for each probe and its place within a block,
    /// in the order of their names.
    package static func tables(
        of readings: [ProbeReading], title: String, statistic: ProbeStatistic = .mean
    ) -> [ProbeTable] {
        var sums: [ProbeName: [Place: [Int: Sum]]] = [:]
        var counts: [ProbeName: Int] = [:]
        for reading in readings {
            for name in Set(reading.records.flatMap(\.probes).map(ProbeName.init)) {
                counts[name, default: 0] += 1
            }
            for record in reading.records {
                for probe in record.probes {
                    let name = ProbeName(probe)
                    for (head, value) in probe.figures(statistic, heads: reading.heads) {
                        let place = Place(layer: probe.layer, head: head)
                        sums[name, default: [:]][place, default: [:]][record.step, default: Sum()]
                            .add(value)
                    }
                }
            }
        }
        return sums.sorted { $0.key < $1.key }.map { name, places in
            let steps = Set(places.values.flatMap(\.keys)).sorted()
            let rows = places.sorted { $0.key < $1.key }.map { place, values in
                Row(
                    layer: place.layer, head: place.head, values: steps.map { values[$0]?.mean })
            }
            return ProbeTable(
                title: title, trials: counts[name] ?? 0, probe: name.name, place: name.place,
                statistic: statistic, steps: steps, rows: rows)
        }
    }

    /// A row's place, in the order in which the model computes.
    private struct Place: Hashable, Comparable {
        let layer: Int?
        let head: Int?

        static func < (a: Place, b: Place) -> Bool {
            (a.layer ?? -1, a.head ?? -1) < (b.layer ?? -1, b.head ?? -1)
        }
    }

    private struct Sum {
        private var total = 0.0
        private var count = 0

        mutating func add(_ value: Double?) {
            guard let value else { return }
            total += value
            count += 1
        }

        var mean: Double? { count > 0 ? total / Double(count) : nil }
    }
}

extension ProbeTable {
    /// The tables of a sweep: for each cell, over the seeds whose folders are at hand.
    ///
    /// - Throws: What reading a trial throws.
    package static func tables(
        of results: SweepResults, statistic: ProbeStatistic = .mean
    ) throws -> [ProbeTable] {
        try ResultsCell.cells(of: results.records).flatMap { cell in
            let readings = try cell.finished
                .compactMap { try ProbeReading(results.directory.trial($0.id)) }
            return tables(of: readings, title: cell.name, statistic: statistic)
        }
    }
}
