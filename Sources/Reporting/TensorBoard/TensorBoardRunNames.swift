import Sweeping
import Transformer

/// Names of runs, which are names of folders: readable, alike on every file system, and no two the
/// same where letters' case is ignored.
struct TensorBoardRunNames {
    private static let longest = 120
    private var taken: Set<String> = []

    /// As `soft-window_heads=2_seed=1`. A name that is taken gets the trial's identity.
    mutating func name(of record: TrialRecord) -> String {
        let plain = Self.name(of: record, besides: [])
        let name = taken.contains(plain.lowercased()) ? plain + "_" + record.id : plain
        taken.insert(name.lowercased())
        return name
    }

    /// What trials of the same cell have in common.
    static func group(of record: TrialRecord) -> String { name(of: record, besides: ["seed"]) }

    private static func name(of record: TrialRecord, besides left: Set<String>) -> String {
        let variant = record.cell["variant"]?.text ?? record.variant
        let ends = ["seed"]
        let keys = record.cell.keys.filter { $0 != "variant" && !left.contains($0) }
            .sorted { (ends.contains($0) ? 1 : 0, $0) < (ends.contains($1) ? 1 : 0, $1) }
        let values = keys.map { "\($0)=\(record.cell[$0]?.text ?? "")" }
        let text = ([record.label, variant].compactMap(\.self) + values).joined(separator: "_")
        let safe = text.unicodeScalars.map { scalar in
            let isSafe =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-_.+=,()".unicodeScalars.contains(scalar))
            return isSafe ? Character(scalar) : "-"
        }
        let whole = String(safe)
        // Folders whose names begin with a point are hidden.
        let shown = whole.first.map { $0 == "." || $0 == "-" } == true ? "_" + whole : whole
        return shown.count <= longest
            ? shown : "\(shown.prefix(longest - record.id.count - 1))_\(record.id)"
    }
}
