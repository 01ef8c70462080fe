import Foundation
import Runtime
import Tensors
import Transformer

extension Finding {
    /// More than most variants need: narrow readouts and ablations learn slowly.
    private static let mostLearningSteps = 500
    /// Of initial values: from some of them all rectified units of a narrow layer are dead.
    private static let seeds: ClosedRange<UInt64> = 1...3
    /// A model that does not look at the tokens cannot fall below the logarithm of the vocabulary,
    /// which is about where all of them start.
    private static let learnedShare: Float = 0.8

    /// Trains on sequences that count through the vocabulary, where each token follows from the
    /// one before it; the loss must fall by a fifth. The width and the vocabulary are such that a
    /// variant that narrows the model still has room for the task.
    ///
    /// What learns from one framework's initial values need not from another's: without norms and
    /// residual sums, GPT-2's small ones leave nothing of the signal. It passes where it learns
    /// from some, and the finding says from which.
    ///
    /// - Parameter isStartFixed: Whether it is to learn from the size's own kind of initial values.
    static func learning(
        _ variant: Composition, _ size: CheckSize, isStartFixed: Bool
    ) throws -> Finding {
        let own = size.model.initialization
        let others = isStartFixed ? [] : Initialization.allCases.filter { $0 != own }
        let first = try learning(variant, size, from: own, seed: 1)
        guard !first.passed else { return first }
        for initialization in [own] + others {
            for seed in seeds where initialization != own || seed > 1 {
                let finding = try learning(variant, size, from: initialization, seed: seed)
                if finding.passed { return finding }
            }
        }
        return first
    }

    private static func learning(
        _ variant: Composition, _ size: CheckSize, from initialization: Initialization,
        seed: UInt64
    ) throws -> Finding {
        var model = size.model
        model.initialization = initialization
        model.width = max(model.width, 32 / model.heads * model.heads)
        model.vocabulary = min(model.vocabulary, 7)
        model.dropout = 0
        model.embeddingDropout = nil
        let traced = try trace(model, variant, batch: model.vocabulary, purpose: .training)
        let layout = ParameterLayout(traced.graph.parameters)
        let parameters = ParameterVector(layout: layout, seed: seed)
        let gradients = ParameterVector(layout: layout)
        let first = ParameterVector(layout: layout)
        let second = ParameterVector(layout: layout)
        let executor = try CPUExecutor(
            graph: traced.graph, parameters: parameters, gradients: gradients)
        let length = model.blockSize
        let counted = (0..<model.vocabulary).map { start in
            (0...length).map { Float((start + $0) % model.vocabulary) }
        }
        let inputs = [
            "tokens": counted.flatMap { $0.dropLast() },
            "targets": counted.flatMap {
                model.predict == .every ? $0.dropFirst() : $0.suffix(1)
            },
        ]
        // The interpreter goes first: it throws where the fast path, which trusts its indices,
        // would end the process.
        let values = layout.parameters.map { ($0.name, parameters[$0.name].map(Double.init)) }
        _ = try Interpreter.evaluate(
            traced.graph, inputs: inputs.mapValues { $0.map(Double.init) },
            parameters: Dictionary(uniqueKeysWithValues: values))
        for (name, _) in traced.graph.inputs { executor.setInput(name, to: inputs[name] ?? []) }
        let settings = AdamW.Settings(
            learningRate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0,
            gradientClip: 1)
        // Other initial values than GPT-2's may start far above it.
        var chance = Float(log(Double(model.vocabulary)))
        var losses: [Float] = []
        for step in 0...mostLearningSteps {
            executor.run(seed: 1, step: UInt64(step))
            let loss = executor.output("loss")[0]
            losses.append(loss)
            chance = min(losses[0], chance)
            guard loss.isFinite, loss >= learnedShare * chance else { break }
            AdamW.update(
                parameters, gradients: gradients, first: first, second: second, step: step + 1,
                settings: settings)
        }
        let steps = losses.count - 1
        let (start, end) = (losses[0], losses[steps])
        let passed = end < learnedShare * chance
        return Finding(
            .learning, passed: passed, size: CheckSize(model, batch: model.vocabulary),
            "From the initial values of \"\(initialization.rawValue)\" the loss goes from \(start) "
                + "to \(end) in \(steps) steps"
                + (passed ? "." : "; it should fall to four fifths of \(chance) at most."),
            reservation: initialization == size.model.initialization
                ? nil
                : "from the initial values of \"\(initialization.rawValue)\", not from those of "
                    + "\"\(size.model.initialization.rawValue)\"")
    }
}
