import Tensors

/// What a trace has declared: names and their owners, counts, and the table of layers.
struct Ledger {
    private(set) var counts = ParameterCounts()
    private var rows: [LayerSummary] = []
    private var openRows: [Int] = []
    /// Rows of parts that a variant has left out.
    private var absentRows: Set<Int> = []
    private var parameterOwners: [String: Int?] = [:]
    private var probes: Set<String> = []
    private var uses: [String: Int] = [:]

    /// The rows of the table. Those of whole blocks appear only where a variant declares parameters
    /// outside of their parts.
    var layers: [LayerSummary] {
        rows.indices.filter { !absentRows.contains($0) }.map { rows[$0] }
            .filter { !$0.isContainer || $0.parameters > 0 }
    }

    /// Starts the row of a part; parameters declared until its end count there.
    mutating func begin(_ name: String, isContainer: Bool) {
        openRows.append(rows.count)
        rows.append(
            LayerSummary(name: name, outputShape: [], parameters: 0, isContainer: isContainer))
    }

    /// Ends the row that was started last.
    ///
    /// - Parameter isAbsent: Whether the part hands on what it is given.
    mutating func end(shape: Shape, isAbsent: Bool) {
        let row = openRows.removeLast()
        rows[row].outputShape = shape.dimensions
        if isAbsent, rows[row].parameters == 0 { absentRows.insert(row) }
    }

    mutating func count(_ elements: Int, in group: WritableKeyPath<ParameterCounts, Int>) {
        counts[keyPath: group] += elements
        if let row = openRows.last { rows[row].parameters += elements }
    }

    /// The full name of a parameter, and the name that keys its initial values. Members share with
    /// the baseline, but not with each other: a name that another member has taken is qualified.
    /// Initial values are drawn as if it were not, so that a member starts in every composition as
    /// it does alone.
    mutating func parameterName(
        _ scope: String, _ name: String, owner: Int?, variant: String?
    ) -> (full: String, drawnAs: String) {
        let plain = Self.joined([scope, name])
        guard let first = parameterOwners[plain] else {
            parameterOwners[plain] = .some(owner)
            return (plain, plain)
        }
        guard let owner, let variant, let first, first != owner else { return (plain, plain) }
        return (Self.joined([scope, variant, name]), plain)
    }

    /// The member that has declared a parameter under a name first; nil for the baseline, and for a
    /// name that nobody has declared.
    func declarer(of parameter: String) -> Int? { parameterOwners[parameter] ?? nil }

    /// The full name of a probe, unlike any other.
    mutating func probeName(_ scope: String, _ name: String, variant: String?) -> String {
        let plain = Self.joined([scope, name])
        let isTaken = probes.contains(plain)
        let wanted = isTaken ? Self.joined([scope, variant ?? "", name]) : plain
        probes.insert(wanted)
        return isTaken ? unique(wanted) : wanted
    }

    /// A name with a number behind it from its second use on.
    mutating func unique(_ name: String) -> String {
        uses[name, default: 0] += 1
        let count = uses[name] ?? 1
        return count == 1 ? name : "\(name)#\(count)"
    }

    private static func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: ".")
    }
}
