/// Runs any graph in Double with plain loops: the definition of every op, and the oracle with which
/// the fast path is compared.
package struct Interpreter {
    let graph: Graph
    let inputs: [String: [Double]]
    let parameters: [String: [Double]]
    let seed: UInt64
    let step: UInt64

    /// Computes every output of a graph, by name, row-major.
    ///
    /// - Parameters:
    ///   - inputs: The values of each input that the graph names; others are ignored.
    ///   - parameters: The values of each parameter that some output depends on.
    ///   - seed: With `step`, chooses the dropout masks.
    /// - Throws: `InterpreterError` where a value is missing, has a wrong count, or names a row or
    ///   class that does not exist.
    package static func evaluate(
        _ graph: Graph, inputs: [String: [Double]], parameters: [String: [Double]],
        seed: UInt64 = 0, step: UInt64 = 0
    ) throws(InterpreterError) -> [String: [Double]] {
        let interpreter = Interpreter(
            graph: graph, inputs: inputs, parameters: parameters, seed: seed, step: step)
        let values = try interpreter.values(keepingAll: false)
        var result: [String: [Double]] = [:]
        for output in graph.outputs { result[output.name] = values[output.node] }
        return result
    }

    /// Computes every node of a graph, in the order of `graph.nodes`.
    ///
    /// - Throws: `InterpreterError`, as `evaluate`.
    package static func values(
        of graph: Graph, inputs: [String: [Double]], parameters: [String: [Double]],
        seed: UInt64 = 0, step: UInt64 = 0
    ) throws(InterpreterError) -> [[Double]] {
        try Interpreter(
            graph: graph, inputs: inputs, parameters: parameters, seed: seed, step: step
        ).values(keepingAll: true)
    }

    /// The value of each node; unless all are kept, only those of outputs, which bounds the memory.
    private func values(keepingAll: Bool) throws(InterpreterError) -> [[Double]] {
        var values: [[Double]] = []
        var uses = graph.useCounts
        for node in graph.nodes {
            values.append(try value(of: node, node.inputs.map { values[$0] }))
            guard !keepingAll else { continue }
            for input in node.inputs {
                uses[input] -= 1
                if uses[input] == 0 { values[input] = [] }
            }
        }
        return values
    }

    private func value(
        of node: Node, _ operands: [[Double]]
    ) throws(InterpreterError) -> [Double] {
        let shapes = node.inputs.map { graph.nodes[$0].shape }
        switch node.op {
        case .input(let name):
            return try given(inputs[name], .input, name, node.shape)
        case .parameter(let name):
            return try given(parameters[name], .parameter, name, node.shape)
        case .constant(let value): return [value]
        case .positions(let axis): return positions(along: axis, in: node.shape)
        case .unary(let function): return operands[0].map { function($0) }
        case .binary(let function):
            return binary(function, stretched(operands, shapes, to: node.shape))
        case .select: return selection(stretched(operands, shapes, to: node.shape))
        case .broadcast: return stretched(operands, shapes, to: node.shape)[0]
        case .dropout(let rate, let site): return dropout(operands[0], rate: rate, site: site)
        case .reduce(let reduction, let axes):
            return reduced(operands[0], shapes[0], reduction, axes: axes)
        case .cumulativeSum(let axis, let reversed):
            return cumulativeSum(operands[0], shapes[0], axis: axis, reversed: reversed)
        case .softmax(let causal): return softmax(operands[0], shapes[0], causal: causal)
        case .layerNorm(let epsilon):
            return layerNorm(operands[0], columns: shapes[0][-1], epsilon: epsilon)
        case .matmul(let transposeA, let transposeB):
            return product(
                Matrices(operands[0], shapes[0], transposed: transposeA),
                Matrices(operands[1], shapes[1], transposed: transposeB))
        case .crossEntropy:
            return try crossEntropy(operands[0], targets: operands[1], classes: shapes[0][-1])
        case .gather: return try gather(operands[0], shapes[0], indices: operands[1])
        case .scatterAdd(let rows):
            return try scatterAdd(
                operands[0], columns: shapes[0][-1], indices: operands[1], rows: rows)
        case .reshape: return operands[0]
        case .transpose(let order):
            let strides = shapes[0].strides
            return view(operands[0], node.shape, strides: order.map { strides[$0] })
        case .slice(let axis, let start):
            let strides = shapes[0].strides
            return view(
                operands[0], node.shape, strides: strides, offset: start * strides[axis])
        case .concatenate(let axis):
            return concatenated(operands, shapes, axis: axis)
        }
    }

    private func given(
        _ values: [Double]?, _ leaf: InterpreterError.Leaf, _ name: String, _ shape: Shape
    ) throws(InterpreterError) -> [Double] {
        guard let values else { throw .missing(leaf, name: name, shape: shape) }
        guard values.count == shape.count else {
            throw .wrongCount(leaf, name: name, found: values.count, shape: shape)
        }
        return values
    }
}
