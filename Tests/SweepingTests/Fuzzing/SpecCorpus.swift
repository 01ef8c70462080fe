/// Small specs that between them have every key, quick to be planned and traced.
enum SpecCorpus {
    static let smallSpecs = [model, training, data, cases, options]

    private static let model = """
        {
          name: "model",
          data: { corpus: "grammar", length: 4000 },
          base: {
            layers: 1, heads: 2, width: 16, blockSize: 8, dropout: 0.1, embeddingDropout: null,
            bias: true, queryKeyValueBias: null, readoutBias: false, predict: "every",
            causal: true, activation: "gelu", normEpsilon: 1e-5, initialization: "torch",
            batch: 4, steps: 3,
          },
          grid: { variant: ["standard", "soft-window+tied-embeddings"], heads: [1, 2] },
          baseline: "standard", match: "parameters",
        }
        """

    private static let training = """
        {
          name: "training",
          data: { corpus: "grammar", length: 4000 },
          base: {
            width: 8, heads: 1, layers: 1, blockSize: 8, batchTokens: 32, epochs: 2,
            learningRate: 1e-3, minLearningRate: 1e-4, warmup: 5, schedule: "cosine",
            weightDecay: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, gradientClip: 1,
            evaluateEvery: 10, evaluateAtStart: false, evaluationStride: 4,
            patience: 2, minDelta: 0.001, precision: "fp32",
            metrics: ["training", "confidence"],
          },
          grid: { seed: [1, 2, 3] },
          columns: ["accuracy", "trainingLoss"],
        }
        """

    private static let data = """
        {
          name: "data",
          data: {
            corpus: "grammar", tokenizer: "byte", length: 3000, validation: 0.2, test: 300,
            padding: false,
          },
          base: { width: 8, heads: 1, layers: 1, blockSize: 4, batch: 2, steps: 2 },
        }
        """

    private static let cases = """
        // Rows that differ in several keys at once.
        {
          name: 'cases', data: { length: 4000 },
          base: { width: 8, heads: 2, blockSize: 8, batch: 2, steps: 0, with: ["tied-embeddings"] },
          cases: [
            { label: "first", layers: 1, dropout: 0.2 },
            { label: "second", layers: 2 },
            { layers: 1, predict: "last", with: [] },
          ],
          grid: { seed: [1, 2], variant: ["standard", "hard-window"] },
          skip: [{ variant: "hard-window", seed: 2 }, { layers: 2, seed: [1, 2] }],
        }
        """

    private static let options = """
        {
          name: "options", data: { length: 4000 },
          base: {
            width: 16, heads: 2, layers: 1, blockSize: 8, batch: 2, steps: 1, predict: "last",
            "bottleneck.divisor": 4,
          },
          grid: {
            variant: ["bottleneck", "td-dense(divisor=2)", "conv-reduce(divisor=4)"],
            "conv-reduce.kernel": [1, 3],
          },
        }
        """
}
