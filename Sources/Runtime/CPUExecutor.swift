import CKernels
package import Compiler
package import Tensors

/// Runs a compiled program on the processor. All of Varia's memory is planned and allocated once;
/// oneDNN's product routine keeps buffers of its own.
///
/// Not safe for concurrent use; several executors may share the parameters they read, and a pool of
/// threads, one at a time.
package final class CPUExecutor: Executor {
    package let program: Program
    package var graph: Graph { program.graph }
    package private(set) lazy var plannedBytes = Self.bytes(of: program, threads: pool.threads)
    private let parameters: ParameterVector
    private let gradients: ParameterVector?
    private let pool: ThreadPool
    private let memory: ProgramMemory
    private let steps: [PreparedStep]

    /// Compiles a graph and plans its memory.
    ///
    /// - Parameters:
    ///   - parameters: What the graph's parameters are read from at each run; its layout must list
    ///     the graph's parameters.
    ///   - gradients: Where outputs named `Graph.gradientName(of:)` go, if not to the arena.
    ///   - pool: The threads that share the work. Their number changes no bit of the results.
    ///   - precision: That of the factors of matrix products. One that the processor lacks is
    ///     emulated, slowly.
    /// - Throws: `TraceError` where the graph holds an impossible operation.
    package convenience init(
        graph: Graph, parameters: ParameterVector, gradients: ParameterVector? = nil,
        pool: ThreadPool = ThreadPool(), precision: Precision = .float32
    ) throws(TraceError) {
        self.init(
            program: try graph.compiled(gradientsApart: gradients != nil, precision: precision),
            parameters: parameters, gradients: gradients, pool: pool)
    }

    package convenience init(
        program: Program, parameters: ParameterVector, gradients: ParameterVector? = nil,
        pool: ThreadPool = ThreadPool()
    ) {
        self.init(
            program: program, parameters: parameters, gradients: gradients, pool: pool,
            unwritten: 0)
    }

    /// - Parameters:
    ///   - unwritten: What memory holds that nothing was written to; a program must not depend on
    ///     it.
    ///   - fineness: By how much the parts of steps are smaller than what pays, for tests.
    package init(
        program: Program, parameters: ParameterVector, gradients: ParameterVector? = nil,
        pool: ThreadPool = ThreadPool(), unwritten: Float, fineness: Int = 1
    ) {
        precondition(
            parameters.layout == program.parameters, "the parameters are those of another graph")
        self.program = program
        self.parameters = parameters
        self.gradients = gradients
        self.pool = pool
        memory = ProgramMemory(
            program, parameters: parameters, gradients: gradients, unwritten: unwritten)
        let division = Division(threads: pool.threads, fineness: fineness)
        steps = program.steps.map { [memory] in PreparedStep($0, memory, division) }
        memory.reserveScratch(steps.map(\.scratchBytes).max() ?? 0, threads: pool.threads)
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
        for prepared in steps { run(prepared, seed: seed, step: step) }
    }

    /// Runs like `run`, and tells what each of the program's steps took, in their order.
    package func profile(seed: UInt64, step: UInt64) -> [Duration] {
        MatrixLibrary.useOneThread()
        return steps.map { prepared in
            let start = ContinuousClock.now
            run(prepared, seed: seed, step: step)
            return ContinuousClock.now - start
        }
    }

    private func run(_ prepared: PreparedStep, seed: UInt64, step: UInt64) {
        prepared.prepare(seed: seed)
        pool.run(prepared.parts) { part, thread in
            prepared.run(part: part, scratch: memory.scratch(of: thread), step: step)
        }
    }

    /// Bytes that an executor of a program takes beside the parameters and gradients.
    package static func bytes(of program: Program, threads: Int = 1) -> Int {
        let scratch = program.steps.map { step in
            switch step {
            case .fused(let kernel): PreparedKernel.scratchBytes(of: kernel)
            case .matmul(let product):
                PreparedMatmul.scratchBytes(
                    of: product, program.storages[product.a.storage].element,
                    Division(threads: threads))
            case .gather, .scatterAdd, .cumulativeSum: 0
            }
        }
        return program.estimate.arenaBytes
            + threads * ProgramMemory.scratchStride(scratch.max() ?? 0)
    }

    package func output(_ name: String) -> [Float] {
        guard let view = program.outputs[name] else {
            preconditionFailure("the graph has no output named '\(name)'")
        }
        return memory.values(of: view)
    }
}
