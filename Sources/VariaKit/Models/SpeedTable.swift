import Foundation
import Reporting
import Sweeping

/// The speed table as text.
struct SpeedTable {
    let text: String

    /// - Parameter limit: Floating-point operations a second of a large product.
    init(_ reports: [SpeedReport], limit: Double) {
        let comparesWithPyTorch = reports.contains { $0.pytorchMillisecondsPerStep != nil }
        var rows = [["size", "variant", "ms/step", "tokens/s", "products", "memory"]]
        if comparesWithPyTorch { rows[0] += ["PyTorch", "ratio", "its memory"] }
        for report in reports {
            var row = [
                report.size, report.variant, Self.milliseconds(report.millisecondsPerStep),
                NumberText.count(report.tokensPerSecond),
                String(format: "%.0f%%", 100 * report.limitShare),
                Self.bytes(report.memoryBytes ?? report.plannedBytes),
            ]
            if comparesWithPyTorch {
                row.append(report.pytorchMillisecondsPerStep.map(Self.milliseconds) ?? "")
                row.append(report.ratio.map { NumberText.ratio($0) } ?? "")
                row.append(report.pytorchMemoryBytes.map(Self.bytes) ?? "")
            }
            rows.append(row)
        }
        let lines = TextTable(rows, left: [0, 1]).lines
        let threads = reports.first?.threads ?? 1
        let note =
            String(format: "A large product reaches %.0f GFLOP/s", limit / 1e9)
            + (threads == 1 ? "." : " on one of the \(threads) threads.")
        text = (lines + ["", note]).joined(separator: "\n")
    }

    private static func bytes(_ count: Int) -> String {
        NumberText.scaled(Double(count), unit: "B")
    }

    private static func milliseconds(_ value: Double) -> String {
        String(format: value < 10 ? "%.3f" : "%.1f", value)
    }
}
