package import Transformer

extension CheckSize {
    /// The sizes at which `varia check` looks: block size 1, odd sizes, one head and many heads,
    /// with and without offsets, for both predictions.
    ///
    /// - Parameters:
    ///   - base: What the sizes leave open, such as the activation.
    ///   - fixed: Keys of the model that were set by hand; they keep the base's value everywhere.
    package static func standard(
        base: ModelConfig = ModelConfig(), fixed: Set<String> = []
    ) -> [CheckSize] {
        var result: [CheckSize] = []
        for outline in outlines {
            var model = outline.applied(to: base)
            if fixed.contains("layers") { model.layers = base.layers }
            if fixed.contains("heads") { model.heads = base.heads }
            if fixed.contains("width") { model.width = base.width }
            if fixed.contains("blockSize") { model.blockSize = base.blockSize }
            if fixed.contains("vocabulary") { model.vocabulary = base.vocabulary }
            if fixed.contains("predict") { model.predict = base.predict }
            if fixed.contains("bias") { model.bias = base.bias }
            if fixed.contains("dropout") { model.dropout = base.dropout }
            // A key set by hand can meet heads that do not divide it.
            if model.width % model.heads != 0 {
                if fixed.contains("heads") {
                    model.width = model.heads * max(1, model.width / model.heads)
                } else {
                    model.heads = 1
                }
            }
            let size = CheckSize(model, batch: outline.batch)
            if model.width % model.heads == 0, !result.contains(size) { result.append(size) }
        }
        return result
    }

    /// The sizes at which the fast path alone is compared: blocks long enough for what the compiler
    /// does with long ones only, of which one is odd and one is even.
    package static func long(base: ModelConfig = ModelConfig()) -> [CheckSize] {
        [65, 128].map { blockSize in
            var model = outline(1, 1, 4, blockSize, 5, .every, bias: false, batch: 1)
                .applied(to: base)
            model.layers = min(base.layers, 2)
            return CheckSize(model, batch: 1)
        }
    }

    /// Refuses a model with which no check can show anything.
    ///
    /// - Parameter source: What the error calls the place where the model was configured.
    package static func refuseTrivial(
        _ base: ModelConfig, source: String
    ) throws(ConfigurationError) {
        guard base.vocabulary < 2 else { return }
        let reason =
            "with a vocabulary of \(base.vocabulary) every loss is 0 and no parameter has a "
            + "gradient, so that a check would show nothing; it should be at least 2"
        throw ConfigurationError(
            source: source, path: "vocabulary", problem: .inconsistent(reason))
    }

    private struct Outline {
        let layers: Int
        let heads: Int
        let width: Int
        let blockSize: Int
        let vocabulary: Int
        let predict: Prediction
        let bias: Bool
        let batch: Int

        func applied(to base: ModelConfig) -> ModelConfig {
            var model = base
            model.layers = layers
            model.heads = heads
            model.width = width
            model.blockSize = blockSize
            model.vocabulary = vocabulary
            model.predict = predict
            model.bias = bias
            model.readoutBias = base.readoutBias && predict == .every
            model.dropout = 0.1
            return model
        }
    }

    private static let outlines = [
        outline(1, 1, 8, 1, 5, .every, bias: false, batch: 2),
        outline(1, 1, 9, 5, 7, .every, bias: true, batch: 3),
        outline(2, 3, 15, 7, 11, .every, bias: false, batch: 3),
        outline(1, 8, 16, 6, 9, .every, bias: true, batch: 2),
        outline(1, 2, 8, 1, 5, .last, bias: true, batch: 2),
        outline(2, 3, 15, 7, 11, .last, bias: false, batch: 3),
    ]

    private static func outline(
        _ layers: Int, _ heads: Int, _ width: Int, _ blockSize: Int, _ vocabulary: Int,
        _ predict: Prediction, bias: Bool, batch: Int
    ) -> Outline {
        Outline(
            layers: layers, heads: heads, width: width, blockSize: blockSize,
            vocabulary: vocabulary, predict: predict, bias: bias, batch: batch)
    }
}
