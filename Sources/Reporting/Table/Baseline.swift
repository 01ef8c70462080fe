import Sweeping
import Transformer

/// What the cells of a table are compared with, and which cell each of them is compared with.
struct Baseline {
    private enum Choice {
        case variant(String)
        /// The cases of a label; those keys that some case sets may differ from the compared cell's.
        case label(String, caseKeys: Set<String>)
    }

    /// As the rows spell it: a variant, or the label of cases.
    let name: String
    private let choice: Choice
    /// The baseline's own cells by the values that a compared cell must share.
    private var own: [[String: JSONValue]: [ResultsCell]] = [:]

    /// - Parameter name: A variant as the cells spell it, or the label of a case; nil for nothing to
    ///   compare with.
    /// - Throws: `ReportingError` where no cell has either.
    init?(
        _ name: String?, of manifest: SweepManifest, _ cells: [ResultsCell]
    ) throws(ReportingError) {
        guard let name else { return nil }
        self.name = name
        let variants = Set(cells.map(\.key.variant))
        let labels = Set(cells.compactMap(\.key.label))
        if variants.contains(name) {
            choice = .variant(name)
        } else if labels.contains(name) {
            choice = .label(name, caseKeys: manifest.caseKeys)
        } else {
            let known = variants.sorted() + labels.sorted()
            throw ReportingError.unknownBaseline(
                name, sweep: manifest.name, nearest: nearest(to: name, among: known),
                known: known)
        }
        for cell in cells where isOwn(cell) && cell.key.part != .choosing {
            own[sharedValues(cell), default: []].append(cell)
        }
    }

    /// The one cell that another is compared with: of those that fit the one of the same label, or
    /// the only one. Nil for a cell of the baseline's own, and for a setting that was only tried:
    /// what was chosen is measured elsewhere.
    func cell(for other: ResultsCell) -> ResultsCell? {
        guard !isOwn(other), other.key.part != .choosing else { return nil }
        let candidates = (own[sharedValues(other)] ?? []).filter { fits($0, other) }
        let labelled = candidates.filter { $0.key.label == other.key.label }
        return labelled.count == 1 ? labelled[0] : candidates.count == 1 ? candidates[0] : nil
    }

    /// What the cases set, and cells of theirs may differ in; nothing where a variant is compared.
    var caseKeys: Set<String> {
        if case .label(_, let keys) = choice { keys } else { [] }
    }

    /// Whether a cell is the baseline's own.
    func isOwn(_ cell: ResultsCell) -> Bool {
        switch choice {
        case .variant(let name): cell.key.variant == name
        case .label(let label, _): cell.key.label == label
        }
    }

    /// What tells cells apart that are compared with the same one: `soft-window`, with the values of
    /// its own options; the label, where labels are compared.
    func contender(_ cell: ResultsCell) -> String {
        if case .label = choice, let label = cell.key.label { return label }
        let options = cell.key.values.filter { $0.key.contains(".") }.sorted { $0.key < $1.key }
        return ([cell.key.variant] + options.map { "\($0.key) \($0.value.text)" })
            .joined(separator: ", ")
    }

    /// The values that a cell shares with the one it is compared with, whatever makes them differ:
    /// all but a variant's own options, what is tuned for each variant, and what cases set.
    private func sharedValues(_ cell: ResultsCell) -> [String: JSONValue] {
        let free = cell.tunedKeys.union(caseKeys)
        return cell.key.values.filter { !$0.key.contains(".") && !free.contains($0.key) }
    }

    /// Whether two cells that share those values can be compared: options may differ only where
    /// they belong to the other's variant alone.
    private func fits(_ own: ResultsCell, _ other: ResultsCell) -> Bool {
        let mayDiffer = own.tunedKeys.union(caseKeys)
        if case .label = choice, !caseKeys.contains("variant"),
            own.key.variant != other.key.variant
        {
            return false
        }
        return own.key.part == other.key.part
            && other.key.values.allSatisfy { name, value in
                !name.contains(".") || own.key.values[name] == nil || own.key.values[name] == value
                    || mayDiffer.contains(name)
            }
    }
}
