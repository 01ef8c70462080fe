import Corpora
import Foundation
import Tensors
import Training
import Transformer

/// A model and a text small enough to train within milliseconds.
struct TinyTrial {
    var model = ModelConfig()
    var training = TrainingConfig()
    var variant = Composition.standard
    var corpus: Corpus

    init(predict: Prediction = .every, padding: Bool = false) throws {
        let lines = (0..<24).map {
            "\($0 % 7): the cat sat on the \($0 % 3 == 0 ? "mat" : "hat").\n"
        }
        corpus = try Corpus(name: "cats", bytes: Array(lines.joined().utf8), padding: padding)
        model.layers = 1
        model.heads = 2
        model.width = 8
        model.blockSize = 8
        model.predict = predict
        model.vocabulary = corpus.tokenizer.vocabularySize
        training.duration = .steps(10)
        training.batch = .sequences(4)
        training.learningRate = 1e-2
        training.minLearningRate = 1e-3
        training.warmup = 2
        training.evaluateEvery = 3
    }

    func trainer(_ makeExecutor: @escaping ExecutorFactory = cpuExecutors()) throws -> Trainer {
        try Trainer(
            model, variant, training: training, corpus: corpus, makeExecutor: makeExecutor)
    }
}

/// The definition of every op, in Double.
func interpreters() -> ExecutorFactory {
    { graph, parameters, gradients in
        InterpretingExecutor(graph: graph, parameters: parameters, gradients: gradients)
    }
}

/// A process that dies.
struct Killed: Error {}

extension ParameterVector {
    var bits: [UInt32] { elements.map(\.bitPattern) }
}
