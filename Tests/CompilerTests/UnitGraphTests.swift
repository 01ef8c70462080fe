import TestSupport
import Testing

@testable import Compiler

/// Units are put together exactly where no cycle arises.
struct UnitGraphTests {
    /// What a graph of units is by definition: an edge for each thing said, and parts by name.
    private struct Plain {
        var part: [Int]
        var edges: [(from: Int, to: Int)] = []

        func waits(_ unit: Int) -> Set<Int> {
            Set(edges.filter { part[$0.from] == unit }.map { part[$0.to] }).subtracting([unit])
        }

        /// Whether one waits for the other by way of a third.
        func waitsIndirectly(_ a: Int, _ b: Int) -> Bool {
            var found: Set<Int> = []
            var stack = waits(a).filter { $0 != b }
            while let unit = stack.popFirst() {
                found.insert(unit)
                stack.formUnion(waits(unit).subtracting(found))
            }
            return found.contains(b)
        }
    }

    @Test(
        "Two units merge just where neither waits for the other by way of a third",
        arguments: 0..<60)
    func merging(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = 24
        var graph = UnitGraph(count: count)
        var plain = Plain(part: Array(0..<count))
        var merged = 0
        for unit in 1..<count {
            let needed = Set(
                (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    graph.unit(of: Int.random(in: 0..<unit, using: &random))
                })
            graph.run(unit, after: needed)
            plain.edges += needed.map { (unit, $0) }
            for _ in 0..<2 {
                let a = graph.unit(of: Int.random(in: 0...unit, using: &random))
                let b = graph.unit(of: Int.random(in: 0...unit, using: &random))
                guard a != b else { continue }
                let isPossible = !plain.waitsIndirectly(a, b) && !plain.waitsIndirectly(b, a)
                let isMerged = graph.merge(a, into: b)
                #expect(isMerged == isPossible)
                guard isPossible else { continue }
                merged += 1
                plain.part = plain.part.map { $0 == a ? b : $0 }
            }
            for other in 0...unit where graph.unit(of: other) == other {
                #expect(graph.prerequisites(of: other) == plain.waits(other))
            }
        }
        #expect(merged > 0)
    }

    @Test(
        "A unit may wait directly for the one that it becomes a part of, but for no third between")
    func chain() {
        var graph = UnitGraph(count: 3)
        graph.run(1, after: [0])
        graph.run(2, after: [0, 1])
        let merged = [
            graph.merge(2, into: 0), graph.merge(1, into: 0), graph.merge(2, into: 0),
        ]
        #expect(merged == [false, true, true])
        #expect(graph.prerequisites(of: 0).isEmpty)
        #expect(graph.unit(of: 2) == 0)
        let added = graph.append(after: [0])
        #expect(graph.prerequisites(of: added) == [0])
    }
}
