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
    var bytes: Double {
        let elements: Int
        switch self {
        case .fused(let kernel):
            elements = kernel.operands.reduce(0) { $0 + $1.extent }
        case .matmul(let step):
            elements =
                step.batch.reduce(1, *) * (step.m * step.k + step.k * step.n + step.m * step.n)
        case .gather(let out, _, let indices): elements = 2 * out.shape.count + indices.shape.count
        case .scatterAdd(let out, let values, let indices):
            elements = out.shape.count + 2 * values.shape.count + indices.shape.count
        case .cumulativeSum(let out, _, _, _): elements = 2 * out.shape.count
        }
        return Double(elements * MemoryLayout<Float>.stride)
    }
}
