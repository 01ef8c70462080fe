import Runtime
import Tensors

extension ExecutorKind {
    /// An executor of this kind for a graph.
    func make(
        graph: Graph, parameters: ParameterVector, gradients: ParameterVector?
    ) throws -> any Executor {
        switch self {
        case .cpu:
            try CPUExecutor(graph: graph, parameters: parameters, gradients: gradients)
        case .interpreter:
            InterpretingExecutor(graph: graph, parameters: parameters, gradients: gradients)
        }
    }
}
