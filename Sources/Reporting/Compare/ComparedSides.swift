import Sweeping

/// Whose cells are compared.
struct ComparedSides {
    let a: Baseline?
    let b: Baseline?

    /// The cells of both, one pair for each shared cell: of several rows that a side has there, as
    /// with options, the best.
    func pairs(of cells: [ResultsCell], in manifest: SweepManifest) -> [CellPair] {
        var order: [SharedCell] = []
        var sides: [SharedCell: (a: [ResultsCell], b: [ResultsCell])] = [:]
        for cell in cells {
            let isOwn = (a: a?.isOwn(cell) == true, b: b?.isOwn(cell) == true)
            guard isOwn.a || isOwn.b else { continue }
            let shared = SharedCell(cell.key.values, in: manifest, besides: caseKeys)
            if sides[shared] == nil { order.append(shared) }
            if isOwn.a { sides[shared, default: ([], [])].a.append(cell) }
            if isOwn.b { sides[shared, default: ([], [])].b.append(cell) }
        }
        return order.compactMap { shared in
            guard let (first, second) = sides[shared], let a = ResultsCell.best(of: first),
                let b = ResultsCell.best(of: second), a.key != b.key
            else { return nil }
            return CellPair(shared: shared, a: a, b: b)
        }
    }

    /// What cases may differ in, where one is compared.
    private var caseKeys: Set<String> {
        [a, b].reduce(into: []) { keys, side in
            keys.formUnion(side?.caseKeys ?? [])
        }
    }
}
