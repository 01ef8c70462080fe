import Sweeping
import Transformer

/// A field of a row for programs, at full precision: a column of CSV, a member of JSON.
struct ResultsField: Sendable {
    let name: String
    /// Null where the row has none.
    let value: @Sendable (ResultsRow) -> JSONValue

    /// The fields of a table: those that every table has, those of searches and matches, and then
    /// three for each metric that some row has: its mean, half the width of its interval, and the
    /// trials that it is the mean of.
    static func all(of table: ResultsTable) -> [ResultsField] {
        let names = Set(table.rows.flatMap(\.metrics.keys)).sorted()
        return constant
            + searched.filter { field in
                table.rows.contains { ![.null, .integer(0)].contains(field.value($0)) }
            }
            + names.flatMap { name in
                [
                    number(name) { $0.metrics[name]?.mean },
                    number(name + "HalfWidth") { $0.metrics[name]?.halfWidth },
                    integer(name + "Trials") { $0.metrics[name]?.count },
                ]
            }
    }

    /// In an order that does not change.
    private static let constant: [ResultsField] =
        [
            number("validationLoss") { $0.validationLoss?.mean },
            number("validationLossHalfWidth") { $0.validationLoss?.halfWidth },
            number("difference") { $0.difference?.mean },
            number("differenceHalfWidth") { $0.difference?.halfWidth },
            integer("differencePairs") { row in
                row.comparison?.design == .paired ? row.difference?.count : nil
            },
            number("differenceDeviation") { $0.comparison?.test?.deviation },
            number("degreesOfFreedom") { $0.comparison?.test?.degreesOfFreedom },
            text("verdict") { $0.comparison?.verdict.name },
            integer("seedsNeeded") { $0.comparison?.verdict.seedsNeeded },
            number("p") { $0.comparison?.test?.p },
            number("adjustedP") { $0.comparison?.adjustedP },
            text("design") { $0.comparison?.design.rawValue },
            number("floor") { $0.floor },
            number("gapToFloor") { $0.gapToFloor },
            integer("parameters") { $0.parameters?.total },
            integer("embeddingParameters") { $0.parameters?.embedding },
            integer("blockParameters") { $0.parameters?.blocks },
            integer("readoutParameters") { $0.parameters?.readout },
            number("blocksToReadout") { $0.blocksToReadout },
            number("bestStep") { $0.bestStep?.mean },
            number("tokensPerSecond") { $0.tokensPerSecond?.mean },
            number("seconds") { $0.seconds?.mean },
            number("tokensSeen") { $0.tokensSeen?.mean },
            integer("context") { $0.context },
            integer("trials") { $0.standing.total },
        ]
        + TrialRecord.Status.allCases.filter { !searchedStatuses.contains($0) }.map(count)

    /// Those that only searches and matched sweeps have, in tables where some row has one.
    private static let searched: [ResultsField] =
        searchedStatuses.map(count) + [
            integer("stoppedStep") { $0.stopped?.step },
            number("stoppedLoss") { $0.stopped?.validationLoss?.mean },
            ResultsField(name: "tuning") { row in
                row.tuning.map { .string($0 == .tried ? "tried" : "best") } ?? .null
            },
            integer("settingsTried") { row in
                if case .best(let count) = row.tuning { count } else { nil }
            },
            integer("matchedWidth") { $0.match?.width },
            text("matchedCost") { $0.match?.cost.rawValue },
            number("matchMiss") { $0.match?.miss },
        ]

    private static let searchedStatuses: [TrialRecord.Status] = [.stopped, .unneeded]

    private static func count(_ status: TrialRecord.Status) -> ResultsField {
        integer(status.rawValue) { $0.standing.count(status) }
    }

    private static func text(
        _ name: String, _ value: @escaping @Sendable (ResultsRow) -> String?
    ) -> ResultsField {
        ResultsField(name: name) { row in value(row).map { .string($0) } ?? .null }
    }

    private static func number(
        _ name: String, _ value: @escaping @Sendable (ResultsRow) -> Double?
    ) -> ResultsField {
        ResultsField(name: name) { row in value(row).map { .number($0) } ?? .null }
    }

    private static func integer(
        _ name: String, _ value: @escaping @Sendable (ResultsRow) -> Int?
    ) -> ResultsField {
        ResultsField(name: name) { row in value(row).map { .integer($0) } ?? .null }
    }
}
