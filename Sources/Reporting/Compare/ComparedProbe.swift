/// What a probe has recorded at the last evaluation: the mean over the finished trials.
package struct ComparedProbe: Hashable, Sendable, Encodable {
    /// The probe's name, and its place within a block, as in `ProbeTable`.
    package let probe: String
    package let place: String
    /// Nil outside of blocks, and where a figure is of all heads together.
    package let layer: Int?
    package let head: Int?
    /// Nil for a variant that does not record it.
    package let a: Double?
    package let b: Double?
}

extension ComparedProbe {
    /// The probes of both, by name, layer and head.
    static func probes(_ a: [ProbeReading], _ b: [ProbeReading]) -> [ComparedProbe] {
        let sides = (lastValues(a), lastValues(b))
        return Set(sides.0.keys).union(sides.1.keys).sorted().map { place in
            ComparedProbe(
                probe: place.probe, place: place.place, layer: place.layer, head: place.head,
                a: sides.0[place], b: sides.1[place])
        }
    }

    private static func lastValues(_ readings: [ProbeReading]) -> [Place: Double] {
        var values: [Place: Double] = [:]
        for table in ProbeTable.tables(of: readings, title: "") {
            for row in table.rows {
                let place = Place(
                    probe: table.probe, place: table.place, layer: row.layer, head: row.head)
                values[place] = row.values.last ?? nil
            }
        }
        return values
    }

    private struct Place: Hashable, Comparable {
        let probe: String
        let place: String
        let layer: Int?
        let head: Int?

        static func < (a: Place, b: Place) -> Bool {
            (a.probe, a.place, a.layer ?? -1, a.head ?? -1)
                < (b.probe, b.place, b.layer ?? -1, b.head ?? -1)
        }
    }
}
