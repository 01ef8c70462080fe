import Compiler
package import Transformer

extension TrainingConfig {
    /// Keys that stand in each other's place: who sets one over a base should drop the other.
    package static let alternatives = [
        "steps": "epochs", "epochs": "steps", "batch": "batchTokens", "batchTokens": "batch",
    ]

    /// Reads the training's keys; others are left to whoever else reads the object and finishes it.
    ///
    /// Where they are absent, `minLearningRate` is a tenth of `learningRate`, `warmup` is 5% of the
    /// steps, but at most 100, and `evaluateEvery` is an epoch with `epochs` and 250 with `steps`.
    ///
    /// - Throws: `ConfigurationError`.
    package init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        self.init()
        try readAmounts(reader)
        try readOptimizer(reader)
        try readInterval(reader)
        evaluateAtStart = try reader.boolean("evaluateAtStart") ?? evaluateAtStart
        if !reader.isNull("evaluationStride") {
            evaluationStride = try reader.integer("evaluationStride", .atLeast(1))
        }
        if !reader.isNull("patience") { patience = try reader.integer("patience", .atLeast(1)) }
        minDelta = try reader.number("minDelta", .atLeast(0)) ?? minDelta
        precision = try reader.choice("precision") ?? precision
        metrics = try reader.choices("metrics")?.sorted { $0.rawValue < $1.rawValue } ?? metrics
        seed = try reader.integer("seed", .atLeast(0)).map { UInt64($0) } ?? seed
    }

    /// Who counts in epochs is told of each; who counts in steps has no epoch.
    private mutating func readInterval(_ reader: ConfigurationReader) throws(ConfigurationError) {
        if case .epochs = duration {
            evaluateEvery = nil
            if reader.isNull("evaluateEvery") { return }
        }
        evaluateEvery =
            try reader.integer("evaluateEvery", .between(1, 1 << 40)) ?? evaluateEvery
    }

    private mutating func readAmounts(_ reader: ConfigurationReader) throws(ConfigurationError) {
        let steps = try reader.integer("steps", .between(0, 1 << 40))
        let epochs = try reader.integer("epochs", .between(1, 1 << 20))
        try refuse("steps", steps, "epochs", epochs, reader)
        if let steps { duration = .steps(steps) }
        if let epochs { duration = .epochs(epochs) }
        let batch = try reader.integer("batch", .between(1, 1 << 20))
        let tokens = try reader.integer("batchTokens", .between(1, 1 << 30))
        try refuse("batch", batch, "batchTokens", tokens, reader)
        if let batch { self.batch = .sequences(batch) }
        if let tokens { self.batch = .tokens(tokens) }
    }

    private mutating func readOptimizer(_ reader: ConfigurationReader) throws(ConfigurationError) {
        let rates = AllowedRange.between(0.0, 1e6)
        learningRate = try reader.number("learningRate", rates) ?? learningRate
        minLearningRate = try reader.number("minLearningRate", rates) ?? learningRate / 10
        schedule = try reader.choice("schedule") ?? schedule
        warmup = try reader.integer("warmup", .between(0, 1 << 40)) ?? usualWarmup
        weightDecay = try reader.number("weightDecay", rates) ?? weightDecay
        // In single precision, what is closer to 1 is 1, and a moment would never move.
        let decays = AllowedRange.between(0.0, 0.9999999)
        beta1 = try reader.number("beta1", decays) ?? beta1
        beta2 = try reader.number("beta2", decays) ?? beta2
        epsilon = try reader.number("epsilon", .between(1e-30, 1)) ?? epsilon
        gradientClip = try reader.number("gradientClip", .atLeast(0)) ?? gradientClip
        guard minLearningRate <= learningRate else {
            throw reader.error(
                "minLearningRate",
                .inconsistent(
                    "\(minLearningRate) is greater than the learningRate, \(learningRate)"))
        }
    }

    private var usualWarmup: Int {
        switch duration {
        case .steps(let steps): min(100, steps / 20)
        case .epochs: 100
        }
    }

    private func refuse(
        _ first: String, _ firstValue: Int?, _ second: String, _ secondValue: Int?,
        _ reader: ConfigurationReader
    ) throws(ConfigurationError) {
        guard firstValue != nil, secondValue != nil else { return }
        throw reader.error(
            second,
            .inconsistent("it stands in the place of '\(first)', which is given too; give one"))
    }

    /// The number of sequences of a step.
    ///
    /// - Throws: `ConfigurationError` where the tokens of a batch are no whole number of blocks.
    package func sequences(blockSize: Int) throws(ConfigurationError) -> Int {
        switch batch {
        case .sequences(let count): return count
        case .tokens(let count):
            guard count % blockSize == 0 else {
                throw ConfigurationError(
                    source: "", path: "batchTokens",
                    problem: .impossible(
                        found: "\(count)",
                        expected: "a multiple of the blockSize, which is \(blockSize)"))
            }
            return count / blockSize
        }
    }

    /// Every key with its value, as reading takes it: equal configurations give equal members.
    package var members: [String: JSONValue] {
        var result: [String: JSONValue] = [
            "learningRate": .number(learningRate), "minLearningRate": .number(minLearningRate),
            "warmup": .integer(warmup), "schedule": .string(schedule.rawValue),
            "weightDecay": .number(weightDecay), "beta1": .number(beta1), "beta2": .number(beta2),
            "epsilon": .number(epsilon), "gradientClip": .number(gradientClip),
            "evaluateEvery": evaluateEvery.map { .integer($0) } ?? .null,
            "minDelta": .number(minDelta),
            "evaluationStride": evaluationStride.map { .integer($0) } ?? .null,
            "patience": patience.map { .integer($0) } ?? .null,
            "seed": .integer(Int(truncatingIfNeeded: seed)),
        ]
        // Left out where they are as ever: trials from before they could be set keep their identity.
        if !evaluateAtStart { result["evaluateAtStart"] = .boolean(false) }
        if precision != .float32 { result["precision"] = .string(precision.rawValue) }
        if !metrics.isEmpty {
            result["metrics"] = .array(metrics.map { .string($0.rawValue) })
        }
        switch duration {
        case .steps(let count): result["steps"] = .integer(count)
        case .epochs(let count): result["epochs"] = .integer(count)
        }
        switch batch {
        case .sequences(let count): result["batch"] = .integer(count)
        case .tokens(let count): result["batchTokens"] = .integer(count)
        }
        return result
    }
}
