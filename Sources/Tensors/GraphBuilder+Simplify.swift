extension GraphBuilder {
    /// An existing tensor or a constant that equals this application, where one is evident:
    /// neutral elements, movements that move nothing, arithmetic on constants.
    func simplified(_ op: Op, _ inputs: [Tensor], _ shape: Shape) -> Tensor? {
        let constants = inputs.map { tensor -> Double? in
            if case .constant(let value) = node(tensor).op { value } else { nil }
        }
        switch op {
        case .unary(let function):
            if let x = constants[0] { return constant(function(x)) }
            // Rounding what is rounded changes nothing.
            return function == .bfloat16 && node(inputs[0]).op == op ? inputs[0] : nil
        case .binary(let function):
            if let a = constants[0], let b = constants[1] { return constant(function(a, b)) }
            return neutral(function, inputs, constants, shape)
        case .broadcast:
            return inputs[0].shape == shape ? inputs[0] : nil
        case .reshape:
            if inputs[0].shape == shape { return inputs[0] }
            let source = node(inputs[0])
            return source.op == .reshape
                ? apply(.reshape, [tensor(source.inputs[0])], shape: shape) : nil
        case .transpose(let order):
            if order == Array(order.indices) { return inputs[0] }
            let source = node(inputs[0])
            guard case .transpose(let first) = source.op else { return nil }
            return apply(.transpose(order.map { first[$0] }), [tensor(source.inputs[0])])
        case .slice:
            return inputs[0].shape == shape ? inputs[0] : nil
        case .concatenate:
            return inputs.count == 1 ? inputs[0] : nil
        case .dropout(let rate, _):
            return rate == 0 ? inputs[0] : nil
        case .reduce(_, let axes):
            return axes.allSatisfy { inputs[0].shape[$0] == 1 } ? inputs[0] : nil
        case .input, .parameter, .constant, .positions, .select, .cumulativeSum, .softmax,
            .layerNorm, .matmul, .crossEntropy, .gather, .scatterAdd:
            return nil
        }
    }

    private func neutral(
        _ function: Binary, _ inputs: [Tensor], _ constants: [Double?], _ shape: Shape
    ) -> Tensor? {
        let kept: Tensor
        switch function {
        case .add where constants[0] == 0, .multiply where constants[0] == 1: kept = inputs[1]
        case .add where constants[1] == 0, .subtract where constants[1] == 0,
            .multiply where constants[1] == 1, .divide where constants[1] == 1:
            kept = inputs[0]
        case .add, .subtract, .multiply, .divide, .maximum, .minimum, .less, .equal: return nil
        }
        return kept.shape == shape ? kept : nil
    }
}
