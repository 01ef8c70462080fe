import Tensors
import Testing

import Compiler

@Suite("Views of memory")
struct ViewTests {
    /// The place of each element in row-major order.
    private func places(_ view: View) -> [Int] {
        let rowMajor = view.shape.strides
        return (0..<view.shape.count).map { index in
            view.offset
                + (0..<view.shape.rank).reduce(0) { sum, axis in
                    sum + index / rowMajor[axis] % view.shape[axis] * view.strides[axis]
                }
        }
    }

    @Test("A reshaped view names the same elements in the same order, whatever came before")
    func reshapedViewsKeepElements() {
        let random = RandomStream(seed: 1, purpose: .test)
        var reshaped = 0
        for trial in 0..<2000 {
            var index = UInt64(trial * 64)
            func draw(_ bound: Int) -> Int {
                index += 1
                return random.integer(at: index, below: bound)
            }
            let shape = Shape((0..<4).map { _ in [1, 2, 3, 4, 6][draw(5)] })
            var view = View(storage: 0, shape: shape)
            if draw(2) == 0 {
                let axis = draw(4)
                var smaller = shape
                smaller[axis] = 1 + draw(shape[axis])
                view = view.sliced(
                    axis: axis, start: draw(shape[axis] - smaller[axis] + 1), to: smaller)
            }
            if draw(2) == 0 {
                var order = [0, 1, 2, 3]
                order.swapAt(draw(4), draw(4))
                order.swapAt(draw(4), draw(4))
                view = view.transposed(order)
            }
            // Any factorisation of the count.
            var sizes: [Int] = []
            var left = view.shape.count
            while left > 1 {
                let divisors = (2...left).filter { left % $0 == 0 }
                sizes.append(divisors[draw(divisors.count)])
                left /= sizes.last!
                if draw(3) == 0 { sizes.append(1) }
            }
            guard let result = view.reshaped(to: Shape(sizes)) else {
                #expect(!view.isContiguous)
                continue
            }
            reshaped += 1
            #expect(places(result) == places(view))
        }
        #expect(reshaped > 500)
    }

    @Test("Heads merge without a copy only where they lie in the order of the merged rows")
    func mergingHeads() {
        let rowMajor = View(storage: 0, shape: [2, 3, 4, 5])
        #expect(rowMajor.transposed([0, 2, 1, 3]).reshaped(to: [2, 4, 15]) == nil)
        let interleaved = View(storage: 0, shape: [2, 4, 3, 5]).transposed([0, 2, 1, 3])
        #expect(interleaved.transposed([0, 2, 1, 3]).reshaped(to: [8, 15]) != nil)
    }
}
