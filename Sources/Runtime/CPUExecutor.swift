import CKernels
package import Compiler
package import Tensors

/// Runs a compiled program on the processor. All of Varia's memory is planned and allocated once;
/// oneDNN's product routine keeps buffers of its own.
///
/// Not safe for concurrent use; several executors may share the parameters they read.
package final class CPUExecutor: Executor {
    package let program: Program
    package var graph: Graph { program.graph }
    package var plannedBytes: Int { Self.bytes(of: program) }
    private let parameters: ParameterVector
    private let gradients: ParameterVector?
    private let memory: ProgramMemory
    private let steps: [PreparedStep]

    /// Compiles a graph and plans its memory.
    ///
    /// - Parameters:
    ///   - parameters: What the graph's parameters are read from at each run; its layout must list
    ///     the graph's parameters.
    ///   - gradients: Where outputs named `Graph.gradientName(of:)` go, if not to the arena.
    /// - Throws: `TraceError` where the graph holds an impossible operation.
    package convenience init(
        graph: Graph, parameters: ParameterVector, gradients: ParameterVector? = nil
    ) throws(TraceError) {
        self.init(
            program: try graph.compiled(gradientsApart: gradients != nil), parameters: parameters,
            gradients: gradients)
    }

    package convenience init(
        program: Program, parameters: ParameterVector, gradients: ParameterVector? = nil
    ) {
        self.init(
            program: program, parameters: parameters, gradients: gradients, unwritten: 0)
    }

    /// - Parameter unwritten: What memory holds that nothing was written to; a program must not
    ///   depend on it.
    package init(
        program: Program, parameters: ParameterVector, gradients: ParameterVector? = nil,
        unwritten: Float
    ) {
        precondition(
            parameters.layout == program.parameters, "the parameters are those of another graph")
        self.program = program
        self.parameters = parameters
        self.gradients = gradients
        memory = ProgramMemory(
            program, parameters: parameters, gradients: gradients, unwritten: unwritten)
        steps = program.steps.map { [memory] in PreparedStep($0, memory) }
        memory.reserveScratch(steps.map(\.scratchBytes).max() ?? 0)
    }

    package func setInput(_ name: String, to values: [Float]) {
        guard let view = program.inputs[name] else { return }
        precondition(
            values.count == view.shape.count,
            "input '\(name)' takes \(view.shape.count) values, not \(values.count)")
        memory.address(of: view).update(from: values, count: values.count)
    }

    package func run(seed: UInt64, step: UInt64) {
        MatrixLibrary.useOneThread()
        for prepared in steps { prepared.run(memory, seed: seed, step: step) }
    }

    /// Runs like `run`, and tells what each of the program's steps took, in their order.
    package func profile(seed: UInt64, step: UInt64) -> [Duration] {
        MatrixLibrary.useOneThread()
        return steps.map { prepared in
            let start = ContinuousClock.now
            prepared.run(memory, seed: seed, step: step)
            return ContinuousClock.now - start
        }
    }

    /// Bytes that an executor of a program takes beside the parameters and gradients.
    package static func bytes(of program: Program) -> Int {
        let scratch = program.steps.map { step in
            switch step {
            case .fused(let kernel): PreparedKernel.scratchBytes(of: kernel)
            case .matmul: varia_product_scratch()
            case .gather, .scatterAdd, .cumulativeSum: 0
            }
        }
        return program.estimate.arenaBytes + (scratch.max() ?? 0)
    }

    package func output(_ name: String) -> [Float] {
        guard let view = program.outputs[name] else {
            preconditionFailure("the graph has no output named '\(name)'")
        }
        return memory.values(of: view)
    }
}
