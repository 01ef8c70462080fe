package import Compiler
package import Runtime
package import Tensors

/// Makes what runs a graph: from the graph, its parameters, and where gradients go, if anywhere.
package typealias ExecutorFactory =
    (Graph, ParameterVector, ParameterVector?) throws -> any Executor

/// Compiled programs on the CPU, by threads that they share, in this precision where the CPU has it.
///
/// - Parameter admit: Told of each program the bytes that running it takes, parameters included,
///   before they are taken; an error that it throws prevents it.
package func cpuExecutors(
    _ pool: ThreadPool = ThreadPool(), precision: Precision = .float32,
    admit: @escaping (Int) throws -> Void = { _ in }
) -> ExecutorFactory {
    { graph, parameters, gradients in
        let program = try graph.compiled(
            gradientsApart: gradients != nil, precision: precision.available)
        let values = CPUExecutor.bytes(of: program, threads: pool.threads)
        try admit(values + program.estimate.parameterBytes)
        return CPUExecutor(
            program: program, parameters: parameters, gradients: gradients, pool: pool)
    }
}
