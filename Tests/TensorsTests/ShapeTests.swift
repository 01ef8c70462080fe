import Tensors
import Testing

@Suite("Shapes")
struct ShapeTests {
    @Test(
        "Broadcasting aligns axes from the last and stretches size 1",
        arguments: [
            ([], [], []), ([], [2, 3], [2, 3]), ([3], [2, 3], [2, 3]), ([2, 1], [3], [2, 3]),
            ([1, 4], [5, 1, 1], [5, 1, 4]), ([1], [], [1]),
        ] as [([Int], [Int], [Int])])
    func broadcast(a: [Int], b: [Int], expected: [Int]) {
        #expect(Shape(a).broadcast(with: Shape(b)) == Shape(expected))
        #expect(Shape(b).broadcast(with: Shape(a)) == Shape(expected))
    }

    @Test("Sizes that differ do not broadcast")
    func mismatch() {
        #expect(Shape([2, 3]).broadcast(with: [2]) == nil)
        #expect(Shape([2, 3]).broadcast(with: [3, 3]) == nil)
    }

    @Test("Axes count from either end; one that is not there has size 1")
    func axes() {
        var shape: Shape = [4, 5, 6]
        #expect((shape[0], shape[-1], shape[-3]) == (4, 6, 4))
        #expect((shape[3], shape[-4]) == (1, 1))
        shape[-2] = 7
        shape[9] = 2
        #expect(shape == [4, 7, 6])
        #expect(Shape([]).count == 1 && shape.count == 168 && shape.rank == 3)
    }

    @Test("Strides are row-major, and 0 where an axis is stretched")
    func strides() {
        #expect(Shape([2, 3, 4]).strides == [12, 4, 1])
        #expect(Shape([]).strides == [])
        #expect(Shape([3, 1]).broadcastStrides(to: [2, 3, 4]) == [0, 1, 0])
    }
}
