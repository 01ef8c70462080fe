import Charts
import Sweeping

extension SweepReport {
    /// Cells that are drawn in one chart.
    struct Group {
        /// As `heads 4, layers 2`; empty where there is but one group.
        let name: String
        let members: [Member]

        /// The member that the others are compared with.
        var baseline: Member? { members.first { $0.cell.isBaseline } }
    }

    /// A cell with its look in a chart.
    struct Member {
        let cell: Cell
        /// What tells it from the others of its group.
        let name: String
        let style: SeriesStyle
    }

    /// The cells that share everything but the variant, by their best loss. Where nothing is shared
    /// the cells themselves, some in each group.
    ///
    /// - Parameter isWanted: Which cells have something to be drawn.
    func groups(where isWanted: (Cell) -> Bool) -> [Group] {
        let wanted = cells.filter(isWanted)
        guard !wanted.isEmpty else { return [] }
        var byShared: [SharedCell: [Cell]] = [:]
        var order: [SharedCell] = []
        for cell in wanted {
            if byShared[cell.shared] == nil { order.append(cell.shared) }
            byShared[cell.shared, default: []].append(cell)
        }
        let shared = order.map { ($0.description, byShared[$0] ?? []) }
        if shared.count == 1 { return Self.parts(of: wanted, name: "").map(group) }
        guard shared.contains(where: { $0.1.count > 1 }) else {
            return Self.parts(of: wanted, name: "").map(group)
        }
        return shared.flatMap { Self.parts(of: $1, name: $0) }.map(group)
    }

    /// More curves than these cannot be told apart.
    private static let greatestMemberCount = 9

    /// The cells, in parts of few; each with the baseline where there is one.
    private static func parts(of cells: [Cell], name: String) -> [(name: String, cells: [Cell])] {
        guard cells.count > greatestMemberCount else { return [(name, cells)] }
        let baseline = cells.filter(\.isBaseline).prefix(1)
        let others = cells.filter { cell in !baseline.contains { $0.row.name == cell.row.name } }
        let size = greatestMemberCount - baseline.count
        return stride(from: 0, to: others.count, by: size).map { start in
            let end = min(others.count, start + size)
            let place = "by loss, \(start + 1) to \(end)"
            return (
                name.isEmpty ? place : "\(name), \(place)", Array(baseline) + others[start..<end]
            )
        }
    }

    private func group(_ name: String, _ cells: [Cell]) -> Group {
        let variants = Set(cells.map(\.row.variant))
        let labels = Set(cells.compactMap(\.row.label))
        let byVariant = variants.count == cells.count
        let hasBaseline = cells.contains(where: \.isBaseline)
        let members = cells.enumerated().map { place, cell -> Member in
            let name =
                byVariant
                ? cell.row.variant
                : labels.count == cells.count ? cell.row.label ?? cell.row.name : cell.row.name
            let own = cells[..<place].count { !$0.isBaseline } + 1
            let style =
                cell.isBaseline
                ? SeriesStyle(0)
                : byVariant
                    ? style(of: cell.row.variant)
                    : SeriesStyle(hasBaseline ? own : place + 1)
            return Member(cell: cell, name: name, style: style)
        }
        // The baseline comes first in every legend.
        return Group(name: name, members: members.sorted { $0.style.index < $1.style.index })
    }
}
