import Corpora
import Tensors
import Testing

@Suite("Permutations")
struct PermutationTests {
    private static func permutation(_ count: Int, step: UInt64 = 0) -> Permutation {
        Permutation(
            count: count, stream: RandomStream(seed: 3, purpose: .test, name: "order", step: step))
    }

    @Test("Every value comes once", arguments: [1, 2, 3, 4, 5, 16, 17, 63, 64, 65, 1000, 4097])
    func bijection(count: Int) {
        let permutation = Self.permutation(count)
        #expect((0..<count).map { permutation[$0] }.sorted() == Array(0..<count))
    }

    @Test("Another stream gives another order")
    func streams() {
        let first = (0..<100).map { Self.permutation(100)[$0] }
        let second = (0..<100).map { Self.permutation(100, step: 1)[$0] }
        #expect(first != second)
    }

    @Test("Over many streams every value is about equally frequent at every place")
    func uniform() {
        // 36 counts, each binomial with mean 1000 and deviation 29: 150 is five deviations.
        var counts = Array(repeating: Array(repeating: 0, count: 6), count: 6)
        for step in 0..<6000 {
            let permutation = Self.permutation(6, step: UInt64(step))
            for place in 0..<6 { counts[place][permutation[place]] += 1 }
        }
        for count in counts.joined() { #expect(abs(count - 1000) < 150) }
    }

    @Test("Neighbours are not kept together")
    func scatters() {
        let permutation = Self.permutation(10_000)
        let neighbours = (1..<10_000).filter {
            abs(permutation[$0] - permutation[$0 - 1]) == 1
        }
        // Two are expected by chance.
        #expect(neighbours.count < 15)
    }
}
