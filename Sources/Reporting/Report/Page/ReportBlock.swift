import Charts

/// A piece of a section.
enum ReportBlock: Sendable {
    case paragraph(Markup)
    case markup(Markup)
    /// Over the whole width.
    case figure(ReportFigure)
    /// Side by side where there is room.
    case figures([ReportFigure])
    /// One of several to be chosen by its name.
    case chooser(label: String, [Choice])
    /// Why there is nothing to show, and what would make it.
    case missing(Markup)

    /// What a chooser shows under a name.
    struct Choice: Sendable {
        let name: String
        let figures: [ReportFigure]
    }

    /// The figures in it, in their order.
    var figures: [ReportFigure] {
        switch self {
        case .figure(let figure): [figure]
        case .figures(let figures): figures
        case .chooser(_, let choices): choices.flatMap(\.figures)
        case .paragraph, .markup, .missing: []
        }
    }
}

/// A chart with its place in the report.
struct ReportFigure: Sendable {
    /// What its file is called, without extension: letters, digits and hyphens.
    let name: String
    let chart: any Chart

    init(_ name: String, _ chart: any Chart) {
        self.name = Self.fileName(name)
        self.chart = chart
    }

    /// A name that every file system takes.
    private static func fileName(_ text: String) -> String {
        let parts = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return String(parts.joined(separator: "-").prefix(80))
    }
}

/// A section of the report.
struct ReportSection: Sendable {
    /// The anchor of its heading.
    let id: String
    let title: String
    let blocks: [ReportBlock]

    init(_ id: String, _ title: String, _ blocks: [ReportBlock]) {
        self.id = id
        self.title = title
        self.blocks = blocks
    }
}
