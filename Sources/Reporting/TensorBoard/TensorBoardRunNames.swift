import Foundation
import Sweeping
import Transformer

/// Names of runs, which are names of folders: readable, alike on every file system, and no two the
/// same where letters' case is ignored. They are the same whichever trials have begun.
struct TensorBoardRunNames {
    /// In bytes of UTF-8, of which file systems take 255.
    private static let longest = 120
    /// What several trials would be called, in lower case.
    private let clashes: Set<String>

    /// - Parameter records: All of the sweep, also those of trials that have not begun.
    init(_ records: [TrialRecord]) {
        var seen: Set<String> = []
        var counts: [String: Int] = [:]
        for record in records where seen.insert(record.id).inserted {
            for name in Self.keys(of: record) { counts[name, default: 0] += 1 }
        }
        clashes = Set(counts.filter { $0.value > 1 }.keys)
    }

    /// As `soft-window_heads=2_seed=1`. Where several trials would have the name, all get their
    /// identities.
    func name(of record: TrialRecord) -> String {
        let name = Self.plainName(of: record, variant: record.rowVariant)
        let isLong = name.utf8.count > Self.longest
        guard isLong || !clashes.isDisjoint(with: Self.keys(of: record)) else { return name }
        let end = "_" + record.id
        var result = ""
        for character in name {
            guard (result + String(character) + end).utf8.count <= Self.longest else { break }
            result.append(character)
        }
        return result + end
    }

    /// What trials of the same cell have in common.
    static func group(of record: TrialRecord) -> String {
        text(of: record, variant: record.rowVariant, besides: ["seed"])
    }

    /// What must be no other trial's: the name, and the name without a variant that is in no axis,
    /// which is not known of trials that have not begun.
    private static func keys(of record: TrialRecord) -> Set<String> {
        let variants = [record.rowVariant, record.cell["variant"]?.text]
        return Set(variants.map { plainName(of: record, variant: $0).lowercased() })
    }

    /// The name as it is where it is nobody else's.
    private static func plainName(of record: TrialRecord, variant: String?) -> String {
        // One of the two ways in which file systems write an accented letter.
        let text = text(of: record, variant: variant).precomposedStringWithCanonicalMapping
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(isSafe(scalar) ? scalar : "-") }
        let name = String(scalars)
        // Folders whose names begin with a point are hidden.
        return name.first.map { $0 == "." || $0 == "-" } == true ? "_" + name : name
    }

    private static func text(
        of record: TrialRecord, variant: String?, besides left: Set<String> = []
    ) -> String {
        let ends = ["seed"]
        let keys = record.cell.keys.filter { $0 != "variant" && !left.contains($0) }
            .sorted { (ends.contains($0) ? 1 : 0, $0) < (ends.contains($1) ? 1 : 0, $1) }
        let values = keys.map { "\($0)=\(record.cell[$0]?.text ?? "")" }
        return ([record.label, variant].compactMap(\.self) + values).joined(separator: "_")
    }

    /// Letters, with the marks that belong to them, digits, and some signs.
    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber:
            true
        default: "-_.+=,()".unicodeScalars.contains(scalar)
        }
    }
}
