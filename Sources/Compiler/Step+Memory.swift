import Tensors

extension Step {
    /// The storages that this step reads or writes.
    package var storages: [Int] {
        switch self {
        case .fused(let kernel): kernel.operands.map(\.storage)
        case .matmul(let step): [step.a.storage, step.b.storage, step.c.storage]
        case .gather(let out, let table, let indices):
            [out.storage, table.storage, indices.storage]
        case .scatterAdd(let out, let values, let indices):
            [out.storage, values.storage, indices.storage]
        case .cumulativeSum(let out, let values, _, _): [out.storage, values.storage]
        }
    }

    /// Bytes read and written, each operand once.
    func bytes(_ storages: [Storage]) -> Double {
        let elements: Int
        switch self {
        case .fused(let kernel):
            return kernel.operands.reduce(0) {
                $0 + Double($1.extent * storages[$1.storage].element.bytes)
            }
        case .matmul(let step):
            let factor = storages[step.a.storage].element.bytes
            let factors = (step.m * step.k + step.k * step.n) * factor
            return Double(
                step.batch.reduce(1, *) * (factors + step.m * step.n * MemoryLayout<Float>.stride))
        case .gather(let out, _, let indices): elements = 2 * out.shape.count + indices.shape.count
        case .scatterAdd(let out, let values, let indices):
            elements = out.shape.count + 2 * values.shape.count + indices.shape.count
        case .cumulativeSum(let out, _, _, _): elements = 2 * out.shape.count
        }
        return Double(elements * MemoryLayout<Float>.stride)
    }

    /// Floating-point operations of a matrix product, 2 m n k for each of the batch; 0 for others.
    package var productFlops: Double {
        guard case .matmul(let step) = self else { return 0 }
        return step.parts.reduce(0) {
            $0 + 2 * Double($1.batch.reduce($1.m * $1.n * $1.k, *))
        }
    }

    /// What kind of step it is, for a profile: steps of one title do the same work.
    package func title(_ storages: [Storage]) -> String {
        switch self {
        case .fused(let kernel): return kernel.title
        case .matmul(let step):
            let batch = step.batch.isEmpty ? "" : "\(step.batch) of "
            let type = storages[step.a.storage].element == .bfloat16 ? "bf16 " : ""
            return "\(type)product, \(batch)\(step.m) x \(step.n) over \(step.k)"
                + (step.a.columnStride == 1 ? "" : ", left transposed")
                + (step.b.columnStride == 1 ? "" : ", right transposed")
                + (step.causality == nil ? "" : ", causal")
        case .gather(let out, _, _): return "gather \(out.shape)"
        case .scatterAdd(let out, _, _): return "scatter \(out.shape)"
        case .cumulativeSum(let out, _, _, _): return "cumulative sum \(out.shape)"
        }
    }
}

extension FusedKernel {
    fileprivate var title: String {
        var operations: [String] = []
        for instruction in instructions {
            let name =
                switch instruction.opcode {
                case .unary(let function): "\(function)"
                case .binary(let function): "\(function)"
                default: "\(instruction.opcode)"
                }
            operations.append(name)
        }
        let counts = Dictionary(operations.map { ($0, 1) }, uniquingKeysWith: +)
        let text = counts.sorted { $0.key < $1.key }
            .map { $0.value == 1 ? $0.key : "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "kernel, \(rowSizes) x \(columns)\(causalBlock == nil ? "" : ", causal"): \(text)"
    }
}
