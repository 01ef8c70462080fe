extension MatmulStep {
    /// The products that are really made: one, or one for each block of rows where causal attention
    /// leaves something out.
    package var parts: [MatmulStep] {
        let block =
            switch causality {
            case nil: m
            case .output(let block), .left(let block), .leftTransposed(let block): block
            }
        return stride(from: 0, to: m, by: max(block, 1)).map { start in
            let end = min(start + block, m)
            var part = self
            part.causality = nil
            part.m = end - start
            part.a.offset += start * a.rowStride
            part.c.offset += start * c.rowStride
            switch causality {
            case nil: break
            case .output: part.n = end
            case .left: part.k = end
            case .leftTransposed:
                part.k = k - start
                part.a.offset += start * a.columnStride
                part.b.offset += start * b.rowStride
            }
            return part
        }
    }
}
