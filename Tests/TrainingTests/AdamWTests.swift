import Foundation
import Runtime
import Tensors
import Testing

@Suite("AdamW")
struct AdamWTests {
    private let layout = ParameterLayout([
        Parameter(name: "matrix", shape: [5, 7], initializer: .normal(deviation: 1)),
        Parameter(name: "vector", shape: [19], initializer: .normal(deviation: 1)),
        Parameter(name: "scalar", shape: [], initializer: .ones),
        Parameter(name: "cube", shape: [2, 3, 4], initializer: .normal(deviation: 2)),
    ])

    private func settings(clip: Double = 0, decay: Double = 0.1) -> AdamW.Settings {
        AdamW.Settings(
            learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: decay,
            gradientClip: clip)
    }

    @Test("equals the algorithm in Double, clipping and decay included", arguments: [0, 0.5, 1e6])
    func reference(clip: Double) {
        let parameters = ParameterVector(layout: layout, seed: 3)
        let (first, second) = (ParameterVector(layout: layout), ParameterVector(layout: layout))
        var expected = parameters.elements.map { Double($0) }
        var m = [Double](repeating: 0, count: expected.count)
        var v = m
        let settings = settings(clip: clip)
        for step in 1...6 {
            let gradients = ParameterVector(layout: layout, seed: UInt64(100 + step))
            let g = gradients.elements.map { Double($0) }
            let norm = g.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let scale = clip > 0 ? min(1, clip / (norm + 1e-6)) : 1
            let measured = AdamW.update(
                parameters, gradients: gradients, first: first, second: second, step: step,
                settings: settings)
            #expect(abs(measured - norm) < 1e-9 * norm)
            for (parameter, offset) in zip(layout.parameters, layout.offsets) {
                let decay = parameter.shape.rank >= 2 ? settings.weightDecay : 0
                for i in offset..<offset + parameter.shape.count {
                    m[i] = 0.9 * m[i] + 0.1 * g[i] * scale
                    v[i] = 0.99 * v[i] + 0.01 * g[i] * scale * g[i] * scale
                    let meanCorrection = 1 - pow(0.9, Double(step))
                    let squareCorrection = 1 - pow(0.99, Double(step))
                    expected[i] -= 0.01 * decay * expected[i]
                    expected[i] -=
                        0.01 * (m[i] / meanCorrection)
                        / ((v[i] / squareCorrection).squareRoot() + 1e-8)
                }
            }
        }
        for (found, expected) in zip(parameters.elements, expected) {
            #expect(abs(Double(found) - expected) <= 2e-6 * max(1, abs(expected)))
        }
    }

    @Test("decays tensors of rank two or more, and no others")
    func decay() {
        let parameters = ParameterVector(layout: layout, seed: 3)
        let before = ParameterVector(layout: layout, seed: 3)
        AdamW.update(
            parameters, gradients: ParameterVector(layout: layout),
            first: ParameterVector(layout: layout), second: ParameterVector(layout: layout),
            step: 1, settings: settings(decay: 0.5))
        for name in ["matrix", "cube"] {
            for (after, before) in zip(parameters[name], before[name]) {
                #expect(abs(after - before * 0.995) <= 1e-6 * abs(before))
            }
        }
        #expect(parameters["vector"] == before["vector"])
        #expect(parameters["scalar"] == before["scalar"])
    }

    @Test("decays a vector that says so, and no matrix that says it does not")
    func ownDecay() {
        let layout = ParameterLayout([
            Parameter(name: "matrix", shape: [5, 7], initializer: .ones, decays: false),
            Parameter(name: "vector", shape: [16], initializer: .ones, decays: true),
            Parameter(name: "usual", shape: [4, 4], initializer: .ones),
            Parameter(name: "offset", shape: [3], initializer: .ones),
        ])
        let parameters = ParameterVector(layout: layout, seed: 3)
        AdamW.update(
            parameters, gradients: ParameterVector(layout: layout),
            first: ParameterVector(layout: layout), second: ParameterVector(layout: layout),
            step: 1, settings: settings(decay: 0.5))
        #expect(parameters["matrix"].allSatisfy { $0 == 1 })
        #expect(parameters["vector"].allSatisfy { abs($0 - 0.995) < 1e-6 })
        #expect(parameters["usual"].allSatisfy { abs($0 - 0.995) < 1e-6 })
        #expect(parameters["offset"].allSatisfy { $0 == 1 })
    }

    @Test("clips the gradients' norm, and leaves smaller gradients as they are")
    func clipping() {
        func moment(clip: Double) -> Float {
            let layout = ParameterLayout([
                Parameter(name: "x", shape: [1], initializer: .constant(4)),
                Parameter(name: "y", shape: [1], initializer: .constant(3)),
            ])
            let first = ParameterVector(layout: layout)
            AdamW.update(
                ParameterVector(layout: layout),
                gradients: ParameterVector(layout: layout, seed: 0),
                first: first, second: ParameterVector(layout: layout), step: 1,
                settings: settings(clip: clip))
            return first["x"][0]
        }
        #expect(abs(moment(clip: 1) - 0.08) < 1e-6, "4 of a norm of 5, scaled to 1")
        #expect(abs(moment(clip: 10) - 0.4) < 1e-6)
        #expect(abs(moment(clip: 0) - 0.4) < 1e-6)
    }

    @Test("moves nothing where a gradient is not finite", arguments: [Float.nan, .infinity])
    func notFinite(value: Float) {
        let parameters = ParameterVector(layout: layout, seed: 3)
        let gradients = ParameterVector(layout: layout)
        gradients["scalar"] = [value]
        let norm = AdamW.update(
            parameters, gradients: gradients, first: ParameterVector(layout: layout),
            second: ParameterVector(layout: layout), step: 1, settings: settings())
        #expect(!norm.isFinite)
        #expect(parameters.bits == ParameterVector(layout: layout, seed: 3).bits)
    }

    @Test("gives the same bits on any number of threads", arguments: [2, 3, 7])
    func threads(count: Int) {
        // More than threads take at a time, and no multiple of it.
        let layout = ParameterLayout([
            Parameter(name: "matrix", shape: [331, 401], initializer: .normal(deviation: 1)),
            Parameter(name: "vector", shape: [40001], initializer: .normal(deviation: 1)),
            Parameter(name: "last", shape: [3, 5], initializer: .normal(deviation: 1)),
        ])
        func step(_ pool: ThreadPool) -> (norm: Double, bits: [[UInt32]]) {
            let vectors = (1...3).map { ParameterVector(layout: layout, seed: $0) }
            let second = ParameterVector(layout: layout)
            let norm = AdamW.update(
                vectors[0], gradients: vectors[1], first: vectors[2], second: second, step: 3,
                settings: settings(clip: 1), pool: pool)
            return (norm, [vectors[0].bits, vectors[2].bits, second.bits])
        }
        let (alone, shared) = (step(ThreadPool()), step(ThreadPool(threads: count)))
        let areSame = alone.bits == shared.bits
        #expect(alone.norm == shared.norm && areSame)
        let gradients = ParameterVector(layout: layout, seed: 2)
        let sum = gradients.elements.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(alone.norm - sum.squareRoot()) < 1e-9 * sum.squareRoot())
    }
}
