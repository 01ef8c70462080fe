/// The known name that a misspelt one most likely meant: the one with the fewest edits, where those
/// are at most a third of its length (and at least two are forgiven). Ties go to the earlier name.
package func nearest(to name: String, among known: some Sequence<String>) -> String? {
    var best: (name: String, distance: Int)?
    for candidate in known {
        let greatest = max(2, max(candidate.count, name.count) / 3)
        // Each character too many or too few is an edit: a name that is far too long needs no
        // closer look, which would take its time.
        guard abs(candidate.count - name.count) <= greatest else { continue }
        let distance = editDistance(name.lowercased(), candidate.lowercased())
        guard distance <= greatest, distance < candidate.count else { continue }
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// How many characters must be inserted, removed, replaced or exchanged with their neighbour to
/// make one text of the other (Damerau 1964, restricted to one exchange a place).
private func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var rows = [Array(0...b.count)]
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, rows[i - 1][j - 1] + 1)
            }
            row.append(cost)
        }
        rows.append(row)
    }
    return rows[a.count][b.count]
}
