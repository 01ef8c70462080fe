import Compiler
import TestSupport
import Tensors
import Testing

@testable import Runtime

@Suite("The compiled program against the interpreter")
struct DifferentialTests {
    /// The largest difference of an element over its output's largest value.
    private func largestDifference(_ random: RandomGraph, gradientsApart: Bool) throws -> Double {
        let layout = ParameterLayout(random.graph.parameters)
        let parameters = ParameterVector(layout: layout)
        for (name, values) in random.parameters { parameters[name] = values.map { Float($0) } }
        let gradients = gradientsApart ? ParameterVector(layout: layout) : nil
        let executor = CPUExecutor(
            program: try random.graph.compiled(gradientsApart: gradientsApart),
            parameters: parameters, gradients: gradients, unwritten: .nan)
        // Dirty memory first: a run must not depend on what the last one left.
        for round in 0..<2 {
            for (name, values) in random.inputs {
                executor.setInput(name, to: values.map { Float($0) })
            }
            executor.run(seed: random.seed, step: random.step &+ UInt64(1 - round))
        }
        let expected = try random.interpreted()
        var worst = 0.0
        for output in random.graph.outputs {
            let parameter = String(output.name.dropFirst(Graph.gradientName(of: "").count))
            let actual =
                if let gradients, output.name.hasPrefix(Graph.gradientName(of: "")) {
                    gradients[parameter]
                } else {
                    executor.output(output.name)
                }
            let reference = expected[output.name]!
            #expect(actual.count == reference.count)
            let scale = reference.reduce(1e-3) { max($0, abs($1)) }
            for (a, b) in zip(actual, reference) {
                let difference = abs(Double(a) - b) / scale
                if !(difference <= worst) {
                    worst = difference.isNaN ? .infinity : difference
                    if worst > 2e-4 {
                        Issue.record("output \(output.name): \(a) instead of \(b)")
                        return worst
                    }
                }
            }
        }
        return worst
    }

    @Test("Random graphs give the same values", arguments: 0..<150)
    func forward(seed: Int) throws {
        let random = try RandomGraph(seed: UInt64(seed), size: 24, gradients: false)
        #expect(try largestDifference(random, gradientsApart: false) < 2e-4)
    }

    @Test("Random graphs give the same gradients", arguments: 0..<150)
    func backward(seed: Int) throws {
        let random = try RandomGraph(seed: UInt64(seed + 1000), size: 16, gradients: true)
        #expect(try largestDifference(random, gradientsApart: seed % 2 == 0) < 2e-4)
    }
}
