import Charts
import Sweeping

/// Figures and words as the report's sentences have them.
enum ReportText {
    /// As `1.4321 ± 0.0040`.
    static func loss(_ mean: SampleMean) -> String {
        NumberText.loss(mean.mean) + half(mean)
    }

    /// As `−0.0123 ± 0.0040`.
    static func difference(_ mean: SampleMean) -> String { signed(mean.mean) + half(mean) }

    /// As `−0.0123`.
    static func signed(_ difference: Double) -> String {
        let text = NumberText.difference(difference)
        return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }

    private static func half(_ mean: SampleMean) -> String {
        mean.halfWidth.map { " ± \(NumberText.loss($0))" } ?? ""
    }

    /// As `1 trial`, `3 trials`.
    static func count(_ count: Int, _ noun: String) -> String {
        "\(NumberText.count(Double(count))) \(noun)\(count == 1 ? "" : "s")"
    }

    /// What is said where only the first of some things are drawn; nothing where all are.
    ///
    /// - Parameter noun: Several of them, with what puts them in order: `groups of cells, by loss`.
    static func selection(_ shown: Int, of all: Int, _ noun: String) -> [ReportBlock] {
        shown < all
            ? [.paragraph("The first \(shown) of \(all) \(noun), are shown.")] : []
    }

    /// A time short or long: `3.21 ms`, `48 s`.
    static func time(_ seconds: Double) -> String {
        seconds < 1 ? NumberText.significant(seconds * 1000) + " ms" : DurationText.text(seconds)
    }

    static let lossUnit = "nats per token"

    /// The axis of losses.
    static func lossAxis(_ title: String = "validation loss", isLogarithmic: Bool = false) -> Axis {
        Axis(title, unit: lossUnit, kind: isLogarithmic ? .logarithmic : .linear)
    }
}
