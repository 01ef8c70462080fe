extension FusionPlan {
    /// An order of units in which every unit comes after what it needs: always the one that began
    /// earliest in the graph, so that values die young.
    func schedule(_ units: Set<Int>) -> [Int] {
        var waiting: [Int: Int] = [:]
        var followers: [Int: [Int]] = [:]
        var ready: [Int] = []
        for unit in units {
            let needed = prerequisites(of: unit).intersection(units)
            waiting[unit] = needed.count
            for other in needed { followers[other, default: []].append(unit) }
            if needed.isEmpty { ready.append(unit) }
        }
        ready.sort(by: >)
        var result: [Int] = []
        while let unit = ready.popLast() {
            result.append(unit)
            for follower in (followers[unit] ?? []).sorted() {
                waiting[follower]! -= 1
                if waiting[follower] == 0 {
                    let place = ready.firstIndex { $0 < follower } ?? ready.count
                    ready.insert(follower, at: place)
                }
            }
        }
        precondition(result.count == units.count, "units depend on one another in a cycle")
        return result
    }
}
