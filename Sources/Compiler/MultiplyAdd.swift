import Tensors

extension [FusedKernel.Instruction] {
    /// The same instructions with every sum of which one side is a product, used nowhere else, as
    /// one instruction.
    func withMultiplyAdds() -> Self {
        var uses: [FusedKernel.Value: Int] = [:]
        var products: [FusedKernel.Value: Int] = [:]
        for (index, instruction) in enumerated() {
            for value in instruction.values { uses[value, default: 0] += 1 }
            if instruction.opcode == .binary(.multiply), let result = instruction.result {
                products[result] = index
            }
        }
        var fused: Set<Int> = []
        var result = self
        for (index, instruction) in enumerated() where instruction.opcode == .binary(.add) {
            // A product of rows alone, in a sum of elements, is cheaper where it is.
            guard
                let side = instruction.values.firstIndex(where: { value in
                    products[value] != nil && uses[value] == 1
                        && value.kind == instruction.result?.kind
                }), let product = products[instruction.values[side]]
            else { continue }
            result[index].opcode = .multiplyAdd
            result[index].values = self[product].values + [instruction.values[1 - side]]
            fused.insert(product)
        }
        return indices.filter { !fused.contains($0) }.map { result[$0] }
    }
}
