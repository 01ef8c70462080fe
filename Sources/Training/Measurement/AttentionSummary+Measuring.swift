import Corpora
import Foundation
import Tensors
import Transformer

extension AttentionSummary {
    /// Some thousand tokens tell where heads look; a whole validation part would tell no more.
    private static let batchCount = 8

    /// Where the heads of a trained model look in the first batches of the validation part, in the
    /// order of computation. Blocks without attention weights are left out, as are those with a head
    /// whose weights are all 0 or not finite.
    ///
    /// - Throws: `CorpusError` where the part is shorter than the block, and what tracing throws.
    package static func summaries(of model: TrainedModel) throws -> [AttentionSummary] {
        func windows(_ batch: Int) throws(CorpusError) -> EvaluationWindows {
            try EvaluationWindows(
                model.corpus, blockSize: model.model.blockSize, batch: batch,
                stride: model.training.evaluationStride,
                predict: PredictedTargets(model.model.predict))
        }
        let batch = min(
            Evaluator.sequences(blockSize: model.model.blockSize), try windows(1).batchCount)
        let parts = try windows(batch)
        let traced = try trace(model.model, model.variant, batch: batch, purpose: .analysis)
        guard !traced.attentions.isEmpty else { return [] }
        let executor = try model.makeExecutor(traced.graph, model.parameters, nil)
        var sums = traced.attentions.map { _ in
            [Sum](repeating: Sum(), count: model.model.heads)
        }
        for index in 0..<min(batchCount, parts.batchCount) {
            let part = parts.batch(at: index)
            executor.setInput("tokens", to: part.batch.tokens)
            executor.run(seed: 0, step: 0)
            // Rows that only fill the last batch count nothing.
            let rows = part.counted.count { !$0.isEmpty }
            for (place, attention) in traced.attentions.enumerated() {
                let total = executor.output(attention.total)
                let distance = executor.output(attention.distance)
                let logarithm = executor.output(attention.logarithm)
                let queries = model.model.blockSize
                for query in 0..<rows * model.model.heads * queries {
                    sums[place][query / queries % model.model.heads].add(
                        total: Double(total[query]), distance: Double(distance[query]),
                        logarithm: Double(logarithm[query]))
                }
            }
        }
        return zip(traced.attentions, sums).compactMap { attention, heads in
            guard heads.allSatisfy(\.isFinite) else { return nil }
            return AttentionSummary(
                layer: attention.layer, distance: heads.map(\.meanDistance),
                entropy: heads.map(\.meanEntropy))
        }
    }

    /// Of one head.
    private struct Sum {
        private var distance = 0.0
        private var entropy = 0.0
        private var count = 0

        /// Counts a query, unless it has no weights.
        mutating func add(total: Double, distance: Double, logarithm: Double) {
            guard total != 0 else { return }
            self.distance += distance / total
            // -sum p ln p with p = a / total.
            entropy += log(total) - logarithm / total
            count += 1
        }

        var isFinite: Bool { count > 0 && distance.isFinite && entropy.isFinite }
        var meanDistance: Double { distance / Double(count) }
        /// Rounding may leave a little less than nothing.
        var meanEntropy: Double { max(0, entropy / Double(count)) }
    }
}
