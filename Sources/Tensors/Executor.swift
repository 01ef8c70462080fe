/// Something that runs a graph: the Double interpreter, the CPU's compiled program, or a device's.
///
/// An executor is made for one graph and a `ParameterVector` that it reads at each run, so that a
/// training and an evaluation executor can share parameters. Gradients that the graph names
/// `Graph.gradientName(of:)` go to the gradient vector it was given, if any.
package protocol Executor: AnyObject {
    var graph: Graph { get }
    /// Bytes that it holds beside parameters and gradients, known before it runs; 0 where it plans
    /// nothing.
    var plannedBytes: Int { get }
    /// Sets an input for the runs that follow: row-major, as many values as its shape has. A name
    /// that no output depends on is ignored.
    func setInput(_ name: String, to values: [Float])
    /// Computes every output. `seed` and `step` choose the dropout masks.
    func run(seed: UInt64, step: UInt64)
    /// The values of an output after a run, row-major.
    func output(_ name: String) -> [Float]
}

extension Graph {
    /// The name of the output that holds a parameter's gradient.
    package static func gradientName(of parameter: String) -> String { "grad." + parameter }
}
