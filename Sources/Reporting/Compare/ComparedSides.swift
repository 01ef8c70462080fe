import Sweeping

/// Whose cells are compared.
struct ComparedSides {
    let a: Baseline?
    let b: Baseline?

    /// The cells of both, one pair for each shared cell. Of several rows that a side has there, as
    /// with options, the pair of the table with the best row of B; where the table has none that
    /// both have measured, the best row of each side.
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
            sides[shared].flatMap { tablePair(shared, $0.a, $0.b) ?? bestPair(shared, $0.a, $0.b) }
        }
    }

    /// Of the rows of B that the table compares with one of these of A, and that have a seed in
    /// common with it, the best one with its own; nil where there is none.
    private func tablePair(
        _ shared: SharedCell, _ first: [ResultsCell], _ second: [ResultsCell]
    ) -> CellPair? {
        second.compactMap { b -> CellPair? in
            guard let key = a?.cell(for: b)?.key, let own = first.first(where: { $0.key == key })
            else { return nil }
            return CellPair(shared: shared, a: own, b: b, isOfTable: true)
        }
        .filter { !$0.seeds.isEmpty }
        .min { ($0.b.meanLoss ?? .infinity) < ($1.b.meanLoss ?? .infinity) }
    }

    /// The best row of either side; nil where they are the same.
    private func bestPair(
        _ shared: SharedCell, _ first: [ResultsCell], _ second: [ResultsCell]
    ) -> CellPair? {
        guard let a = ResultsCell.best(of: first), let b = ResultsCell.best(of: second),
            a.key != b.key
        else { return nil }
        return CellPair(shared: shared, a: a, b: b, isOfTable: false)
    }

    /// What cases may differ in, where one is compared.
    private var caseKeys: Set<String> {
        [a, b].reduce(into: []) { keys, side in
            keys.formUnion(side?.caseKeys ?? [])
        }
    }
}
