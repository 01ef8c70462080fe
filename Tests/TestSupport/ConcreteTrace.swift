package import Tensors

/// A trace whose leaves come with their values, so that what is traced can be computed at once.
package final class ConcreteTrace {
    package let builder = GraphBuilder()
    package private(set) var inputs: [String: [Double]] = [:]
    package private(set) var parameters: [String: [Double]] = [:]

    package init() {}

    /// An input with these values; it has no gradient.
    package func input(_ values: [Double], _ shape: Shape) -> Tensor {
        let name = "input.\(inputs.count)"
        inputs[name] = values
        return builder.input(name, shape: shape)
    }

    /// A parameter with these values.
    package func parameter(_ values: [Double], _ shape: Shape) -> Tensor {
        let name = "parameter.\(parameters.count)"
        parameters[name] = values
        return builder.parameter(name, shape: shape, initializer: .zeros)
    }

    /// A parameter with normal values.
    package func parameter(_ shape: Shape) -> Tensor {
        let stream = RandomStream(
            seed: 1, purpose: .test, name: "parameter", step: UInt64(parameters.count))
        return parameter((0..<shape.count).map { stream.normal(at: UInt64($0)) }, shape)
    }

    /// The value of a tensor, row-major.
    package func value(
        of tensor: Tensor, seed: UInt64 = 0, step: UInt64 = 0
    ) throws -> [Double] {
        let graph = try builder.finish(outputs: [("value", tensor)])
        return try Interpreter.evaluate(
            graph, inputs: inputs, parameters: parameters, seed: seed, step: step)["value"] ?? []
    }

    /// The gradients of a scalar by tensors.
    package func gradients(of loss: Tensor, by tensors: Tensor...) throws -> [[Double]] {
        try builder.gradients(of: loss, by: tensors).map { try value(of: $0) }
    }

    /// The gradients of a weighted sum of a tensor, by every parameter, beside finite differences.
    /// The weights vary, so that errors do not cancel.
    package func finiteDifferences(of tensor: Tensor) throws -> FiniteDifferences {
        var weight = builder.constant(0.3)
        for axis in 0..<tensor.shape.rank {
            weight = weight + Float(axis + 1) * builder.positions(axis: axis, shape: tensor.shape)
        }
        let loss = (tensor * cos(weight)).sum().reshaped(to: [])
        let leaves = builder.parameters.map {
            builder.parameter($0.name, shape: $0.shape, initializer: $0.initializer)
        }
        let names = builder.parameters.map { Graph.gradientName(of: $0.name) }
        let graph = try builder.finish(
            outputs: [("loss", loss)] + zip(names, builder.gradients(of: loss, by: leaves)))
        return try FiniteDifferences(
            graph, inputs: inputs, parameters: parameters, elements: 100)
    }
}
