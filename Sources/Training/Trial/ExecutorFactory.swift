package import Compiler
package import Runtime
package import Tensors

/// Makes what runs a graph: from the graph, its parameters, and where gradients go, if anywhere.
package typealias ExecutorFactory =
    (Graph, ParameterVector, ParameterVector?) throws -> any Executor

/// Compiled programs on the CPU, by threads that they share, in this precision where the CPU has it.
package func cpuExecutors(
    _ pool: ThreadPool = ThreadPool(), precision: Precision = .float32
) -> ExecutorFactory {
    { graph, parameters, gradients in
        try CPUExecutor(
            graph: graph, parameters: parameters, gradients: gradients, pool: pool,
            precision: precision.available)
    }
}
