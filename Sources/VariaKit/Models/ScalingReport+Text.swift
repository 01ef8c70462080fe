import Foundation
import Reporting
import Sweeping

extension ScalingReport {
    /// Two tables, for people: the block sizes, and the laws fitted to them.
    var text: String {
        let tables = [TextTable([Self.titles] + points.map(row)), TextTable(fitRows, left: [0])]
        return ([heading] + tables.map { $0.lines.joined(separator: "\n") } + [note])
            .joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        let tokens = points.first.map { $0.sequences * $0.blockSize } ?? 0
        let sequences = points.first?.sequences ?? 0
        let alike =
            switch equal {
            case .tokens:
                "every step has \(NumberText.count(Double(tokens))) tokens, in fewer sequences the "
                    + "longer they are"
            case .sequences:
                "every step has \(NumberText.count(Double(sequences))) sequences, and so more "
                    + "tokens the longer they are"
            }
        let shared = threads == 1 ? "" : " on \(threads) threads"
        return "\(size), \(variant)\(shared): \(alike)"
    }

    private static let titles = [
        "block size", "sequences", "ms/step", "us/token", "ms/sequence", "memory", "T x T work",
    ]

    private func row(_ point: Point) -> [String] {
        [
            "\(point.blockSize)", "\(point.sequences)", Self.time(point.millisecondsPerStep),
            Self.time(point.microsecondsPerToken), Self.time(point.millisecondsPerSequence),
            NumberText.scaled(Double(memory.bytes(point)), unit: "B"),
            String(format: "%.0f%%", 100 * point.growingWorkShare),
        ]
    }

    private var fitRows: [[String]] {
        let last = points.suffix(2).map { "\($0.blockSize)" }.joined(separator: " to ")
        return [["grows with block size to the power", "all", "R^2", last]]
            + fits.map { fit in
                [
                    fit.quantity.title, String(format: "%.2f", fit.exponent),
                    String(format: "%.3f", fit.rSquared), String(format: "%.2f", fit.lastExponent),
                ]
            }
    }

    private var note: String {
        let source =
            switch memory {
            case .measured: "Memory is what steps took beyond that of any process;"
            case .planned: "Memory is what steps should take, as the system does not tell;"
            }
        return """
            T x T work is the share of floating-point operations that grow with the block size, by
            the graphs' own counts. Alone, it would make a token cost T^1 and a sequence T^2, as
            O(T^2 d) says; all else costs a token T^0 and a sequence T^1.
            \(source) 'values of a step' leaves out
            parameters, gradients and moments.
            """
    }

    private static func time(_ value: Double) -> String {
        String(format: value < 10 ? "%.3f" : "%.1f", value)
    }
}

extension ScalingReport.Quantity {
    fileprivate var title: String {
        switch self {
        case .timePerToken: "time per token"
        case .timePerSequence: "time per sequence"
        case .timePerStep: "time per step"
        case .memory: "memory"
        case .stepMemory: "values of a step"
        }
    }
}
