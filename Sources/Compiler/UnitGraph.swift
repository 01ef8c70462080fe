/// Units that wait for one another. Two of them become one as long as no unit then waits for itself.
struct UnitGraph {
    /// The unit that each has become a part of; itself for one that is whole.
    private var parents: [Int]
    /// What must run before each unit, as it was numbered when it was said.
    private var dependencies: [Set<Int>]
    /// The same the other way round.
    private var dependents: [[Int]]
    /// Above the levels of all that must run before a unit: a search for a cycle need not look below
    /// the lower one of its ends. Without it a compilation would take the square of a graph's size.
    private var levels: [Int]
    /// The last search that came by each unit, and its number: a search for cycles is made for every
    /// node, and allocates little.
    private var visits: [Int]
    private var visit = 0

    /// - Parameter count: Units that wait for nothing yet, numbered from 0.
    init(count: Int) {
        parents = Array(0..<count)
        dependencies = Array(repeating: [], count: count)
        dependents = Array(repeating: [], count: count)
        levels = Array(repeating: 0, count: count)
        visits = Array(repeating: 0, count: count)
    }

    /// The unit that another is now, or is a part of.
    func unit(of other: Int) -> Int {
        var unit = other
        while parents[unit] != unit { unit = parents[unit] }
        return unit
    }

    /// What must run before a unit.
    func prerequisites(of unit: Int) -> Set<Int> {
        Set(dependencies[unit].map { self.unit(of: $0) }).subtracting([unit])
    }

    /// Another unit, with a number of its own.
    mutating func append(after needed: Set<Int>) -> Int {
        let unit = parents.count
        parents.append(unit)
        dependencies.append([])
        dependents.append([])
        levels.append(0)
        visits.append(0)
        run(unit, after: needed)
        return unit
    }

    /// Says what must run before a unit, for which nothing waits yet.
    mutating func run(_ unit: Int, after needed: Set<Int>) {
        dependencies[unit] = needed
        for other in needed { dependents[self.unit(of: other)].append(unit) }
        levels[unit] = lowestLevel(of: unit)
    }

    /// Makes a unit a part of another, if no unit outside the two waits for one of them while the other
    /// waits for it.
    ///
    /// - Returns: Whether they are one now.
    mutating func merge(_ unit: Int, into other: Int) -> Bool {
        guard canMerge(unit, other) else { return false }
        parents[unit] = other
        dependencies[other].formUnion(dependencies[unit])
        dependents[other] += dependents[unit]
        dependencies[unit] = []
        dependents[unit] = []
        levels[other] = lowestLevel(of: other)
        raiseDependents(of: other)
        return true
    }

    private func lowestLevel(of unit: Int) -> Int {
        prerequisites(of: unit).reduce(0) { max($0, levels[$1] + 1) }
    }

    private mutating func raiseDependents(of unit: Int) {
        var stack = [unit]
        while let raised = stack.popLast() {
            for dependent in dependents[raised] {
                let next = self.unit(of: dependent)
                guard next != raised, levels[next] <= levels[raised] else { continue }
                levels[next] = levels[raised] + 1
                stack.append(next)
            }
        }
    }

    private mutating func canMerge(_ a: Int, _ b: Int) -> Bool {
        guard levels[a] != levels[b] else { return true }
        let (early, late) = levels[a] < levels[b] ? (a, b) : (b, a)
        visit += 1
        var stack: [Int] = []
        push(dependencies[late], to: &stack, above: early, besides: late)
        while let unit = stack.popLast() {
            if dependencies[unit].contains(where: { self.unit(of: $0) == early }) { return false }
            push(dependencies[unit], to: &stack, above: early, besides: late)
        }
        return true
    }

    /// The lowest ones come first: where there is a way down, it is found soon.
    private mutating func push(
        _ units: Set<Int>, to stack: inout [Int], above early: Int, besides end: Int
    ) {
        let first = stack.count
        for other in units {
            let unit = self.unit(of: other)
            guard unit != end, visits[unit] != visit, levels[unit] > levels[early] else { continue }
            visits[unit] = visit
            stack.append(unit)
        }
        stack[first...].sort { levels[$0] > levels[$1] }
    }
}
