import CKernels
import Tensors
import Testing

@Suite("An optimiser's kernels")
struct KernelsOptimizerTests {
    private func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        let random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { Float(random.normal(at: UInt64($0))) }
    }

    @Test("A step of AdamW equals its definition in Double", arguments: [1, 7, 8, 31, 1000])
    func adamW(count: Int) {
        var settings = varia_adamw()
        settings.rate = 1e-2
        settings.beta1 = 0.9
        settings.beta2 = 0.99
        settings.epsilon = 1e-8
        settings.decay = 0.1
        settings.gradient_scale = 0.5
        settings.correction1 = 0.271
        settings.correction2 = 0.0297
        let before = numbers(count, 1)
        let gradients = numbers(count, 2)
        let firstBefore = numbers(count, 3)
        let secondBefore = numbers(count, 4).map { $0 * $0 }
        var (parameters, first, second) = (before, firstBefore, secondBefore)
        varia_adamw_step(&parameters, &first, &second, gradients, Int64(count), &settings)
        for i in 0..<count {
            let g = Double(gradients[i]) * 0.5
            let m = 0.9 * Double(firstBefore[i]) + 0.1 * g
            let v = 0.99 * Double(secondBefore[i]) + 0.01 * g * g
            let update = (m / 0.271) / ((v / 0.0297).squareRoot() + 1e-8)
            let p = Double(before[i]) - 1e-2 * 0.1 * Double(before[i]) - 1e-2 * update
            #expect(abs(Double(first[i]) - m) <= 1e-6 * max(1, abs(m)))
            #expect(abs(Double(second[i]) - v) <= 1e-6 * max(1, abs(v)))
            #expect(abs(Double(parameters[i]) - p) <= 1e-6 * max(1, abs(p)))
        }
    }

    @Test("A step gives the same bits however the parameters are divided")
    func adamWInParts() {
        var settings = varia_adamw(
            rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1, gradient_scale: 1,
            correction1: 0.1, correction2: 0.001)
        let gradients = numbers(100, 2)
        func step(_ cuts: [Int]) -> [UInt32] {
            var (p, m, v) = (numbers(100, 1), numbers(100, 3), numbers(100, 4).map { $0 * $0 })
            for (begin, end) in zip(cuts, cuts.dropFirst()) {
                p.withUnsafeMutableBufferPointer { p in
                    m.withUnsafeMutableBufferPointer { m in
                        v.withUnsafeMutableBufferPointer { v in
                            gradients.withUnsafeBufferPointer { g in
                                guard let p = p.baseAddress, let m = m.baseAddress,
                                    let v = v.baseAddress, let g = g.baseAddress
                                else { return }
                                varia_adamw_step(
                                    p + begin, m + begin, v + begin, g + begin,
                                    Int64(end - begin), &settings)
                            }
                        }
                    }
                }
            }
            return (p + m + v).map(\.bitPattern)
        }
        #expect(step([0, 100]) == step([0, 13, 50, 51, 100]))
    }

    @Test("A sum of squares is accurate to Double", arguments: [0, 1, 15, 16, 33, 10_000])
    func sumOfSquares(count: Int) {
        let values = numbers(count, 6)
        let expected = values.reduce(0.0) { $0 + Double($1) * Double($1) }
        let found = varia_sum_of_squares(values, Int64(count))
        #expect(abs(found - expected) <= 1e-13 * max(1, expected))
    }
}
