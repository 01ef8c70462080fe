import Sweeping
import Transformer

/// What the cells of a table are compared with.
enum Baseline: Hashable {
    case variant(String)
    /// The cases of a label; those keys that some case sets may differ from the compared cell's.
    case label(String, caseKeys: Set<String>)

    /// - Parameter name: A variant as the cells spell it, or the label of a case; nil for nothing to
    ///   compare with.
    /// - Throws: `ReportingError` where no cell has either.
    init?(
        _ name: String?, of manifest: SweepManifest, _ cells: [ResultsCell]
    ) throws(ReportingError) {
        guard let name else { return nil }
        let variants = Set(cells.map(\.key.variant))
        let labels = Set(cells.compactMap(\.key.label))
        if variants.contains(name) {
            self = .variant(name)
        } else if labels.contains(name) {
            let cases = manifest.spec.members?["cases"]?.elements ?? []
            self = .label(name, caseKeys: Set(cases.flatMap { $0.members?.keys.map(\.self) ?? [] }))
        } else {
            let known = variants.sorted() + labels.sorted()
            throw ReportingError.unknownBaseline(
                name, sweep: manifest.name, nearest: nearest(to: name, among: known),
                known: known)
        }
    }

    /// The one cell that another is compared with: of those that fit the one of the same label, or
    /// the only one. Nil for a cell of the baseline's own.
    func cell(for other: ResultsCell, among cells: [ResultsCell]) -> ResultsCell? {
        guard !isOwn(other) else { return nil }
        let candidates = cells.filter { isOwn($0) && fits($0, other) }
        let labelled = candidates.filter { $0.key.label == other.key.label }
        return labelled.count == 1 ? labelled[0] : candidates.count == 1 ? candidates[0] : nil
    }

    /// Whether a cell is the baseline's own.
    func isOwn(_ cell: ResultsCell) -> Bool {
        switch self {
        case .variant(let name): cell.key.variant == name
        case .label(let label, _): cell.key.label == label
        }
    }

    /// Whether two cells share all values, but for what makes the baseline another one, for options
    /// that belong to the other's variant alone, and for what each has tuned.
    private func fits(_ own: ResultsCell, _ other: ResultsCell) -> Bool {
        var mayDiffer = own.key.part == .choosing ? [] : own.tunedKeys
        if case .label(_, let caseKeys) = self {
            mayDiffer.formUnion(caseKeys)
            guard caseKeys.contains("variant") || own.key.variant == other.key.variant else {
                return false
            }
        }
        return own.key.part == other.key.part
            && other.key.values.allSatisfy { name, value in
                own.key.values[name] == value
                    || (name.contains(".") && own.key.values[name] == nil)
                    || mayDiffer.contains(name)
            }
    }
}
