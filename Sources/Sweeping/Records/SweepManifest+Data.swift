extension SweepManifest {
    /// The first data of this sweep that are not what an earlier one had: a corpus of the same name
    /// none of whose hashes is among the earlier ones, or where no name is the same, data that have
    /// nothing in common.
    ///
    /// A name has several hashes where a key of the data, such as `length`, is an axis; values may
    /// come and go as long as one stays.
    ///
    /// - Returns: These data, and the hash that was found in their place; nil where all agree.
    func otherData(than earlier: SweepManifest) -> (data: DataSummary, found: String)? {
        let all = Set(earlier.data.map(\.hash))
        var byName: [String: Set<String>] = [:]
        for data in earlier.data { byName[data.corpus, default: []].insert(data.hash) }
        var own: [String: Set<String>] = [:]
        for data in data { own[data.corpus, default: []].insert(data.hash) }
        for data in data {
            guard let before = byName[data.corpus], let now = own[data.corpus],
                before.isDisjoint(with: now)
            else { continue }
            return (data, before.sorted().first ?? "")
        }
        guard let first = data.first, all.isDisjoint(with: data.map(\.hash)) else { return nil }
        return (first, all.sorted().first ?? "")
    }
}
