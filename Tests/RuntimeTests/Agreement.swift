import Compiler
import Tensors
import Testing

@testable import Runtime

/// How far the compiled program of a graph without inputs is from the interpreter.
enum Agreement {
    /// By output, the largest difference over the largest value; infinite where a value is not a
    /// number. Memory that nothing was written to holds NaN, so that reading it shows.
    static func differences(
        _ graph: Graph, initialValues: UInt64 = 4, seed: UInt64 = 0, step: UInt64 = 0,
        precision: Precision = .float32
    ) throws -> [String: Double] {
        let vector = ParameterVector(layout: ParameterLayout(graph.parameters), seed: initialValues)
        let executor = CPUExecutor(
            program: try graph.compiled(precision: precision), parameters: vector, unwritten: .nan)
        executor.run(seed: seed, step: step)
        let expected = try Interpreter.evaluate(
            try graph.prepared(for: precision), inputs: [:],
            parameters: Dictionary(
                uniqueKeysWithValues: graph.parameters.map {
                    ($0.name, vector[$0.name].map { Double($0) })
                }), seed: seed, step: step)
        var result: [String: Double] = [:]
        for output in graph.outputs {
            let reference = try #require(expected[output.name])
            let scale = reference.reduce(1e-6) { max($0, abs($1)) }
            result[output.name] = zip(executor.output(output.name), reference).reduce(0) {
                let difference = abs(Double($1.0) - $1.1) / scale
                return difference.isNaN ? .infinity : max($0, difference)
            }
        }
        return result
    }
}
