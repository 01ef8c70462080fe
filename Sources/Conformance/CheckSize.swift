package import Transformer

/// A model and a batch small enough to examine element by element.
package struct CheckSize: Hashable, Sendable, CustomStringConvertible {
    package let model: ModelConfig
    package let batch: Int

    package init(_ model: ModelConfig, batch: Int) {
        self.model = model
        self.batch = batch
    }

    /// Such as "2 layers, 3 heads, width 15, block size 7, vocabulary 11, predict every, batch 3".
    package var description: String {
        func count(_ number: Int, _ noun: String) -> String {
            "\(number) \(noun)\(number == 1 ? "" : "s")"
        }
        return [
            count(model.layers, "layer"), count(model.heads, "head"), "width \(model.width)",
            "block size \(model.blockSize)", "vocabulary \(model.vocabulary)",
            "predict \(model.predict.rawValue)", "batch \(batch)",
        ].joined(separator: ", ")
    }
}
