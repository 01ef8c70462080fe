import Sweeping
import Transformer

/// Values that cells are chosen by.
enum CellCondition {
    /// The key that stands for a cell's label.
    static let label = "case"

    /// The cells that have all of some values. A key that a cell of one variant lacks, as an option of
    /// the other one's, is no condition for it.
    ///
    /// - Throws: `ReportingError.unknownAxis` for a key that no cell has.
    static func matching(
        _ cells: [ResultsCell], _ conditions: [String: JSONValue], sweep: String
    ) throws(ReportingError) -> [ResultsCell] {
        let keys = Set(cells.flatMap(\.key.values.keys))
        let labels = cells.contains { $0.key.label != nil } ? [label] : []
        for key in conditions.keys.sorted() where !keys.contains(key) && !labels.contains(key) {
            let known = (keys.sorted() + labels)
            throw .unknownAxis(
                key, sweep: sweep, nearest: nearest(to: key, among: known), known: known)
        }
        return cells.filter { cell in
            conditions.allSatisfy { key, value in
                if key == label, !keys.contains(label) { return cell.key.label == value.text }
                guard let own = cell.key.values[key] else { return key.contains(".") }
                return own.isSame(as: value)
            }
        }
    }

    /// As `heads 4, layers 2`; empty without any.
    static func description(_ conditions: [String: JSONValue]) -> String {
        conditions.sorted { $0.key < $1.key }.map { "\($0) \($1.text)" }.joined(separator: ", ")
    }
}
