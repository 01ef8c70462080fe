import Tensors
import Transformer

extension Finding {
    /// Runs each row of a batch alone: its logits must be the same to the bit as within the batch.
    static func batchRows(_ specimen: Specimen) throws -> Finding {
        let size = specimen.size
        let point = specimen.point(0)
        let together = try specimen.interpret(specimen.inference, at: point)["logits"] ?? []
        let alone = try trace(size.model, specimen.variant, batch: 1, purpose: .inference)
        let rowCount = specimen.scoredPositions * size.model.vocabulary
        for row in 0..<size.batch {
            var single = point
            single.tokens = Array(
                point.tokens[row * size.model.blockSize..<(row + 1) * size.model.blockSize])
            let logits = try specimen.interpret(alone, at: single)["logits"] ?? []
            let differences = zip(logits, together[row * rowCount..<(row + 1) * rowCount])
                .map { abs($0 - $1) }
            if let worst = differences.max(), worst > 0 {
                return Finding(
                    .batchRows, passed: false, size: size,
                    "The logits of row \(row) change by \(scientific(worst)) when the batch's other "
                        + "rows are left out; no row may depend on another.")
            }
        }
        return Finding(
            .batchRows, passed: true, size: size,
            "The logits of each row are the same alone and within the batch.")
    }
}
