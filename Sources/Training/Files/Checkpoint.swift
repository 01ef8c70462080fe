package import Corpora
package import Foundation
import Runtime
package import Tensors
package import Transformer

/// A trained model in a safetensors file: parameters under their own names, and in the metadata
/// everything that is needed to use them.
package struct Checkpoint: Sendable {
    package let model: ModelConfig
    /// The canonical name of the composition, which a catalogue resolves.
    package let variant: String
    package let tokenizer: Tokenizer
    package let training: TrainingConfig
    /// The name or path of the corpus.
    package let corpus: String
    /// The trial that it belongs to.
    package let identity: String
    /// The optimiser's steps that were made.
    package let step: Int
    /// Over the whole validation part, in nats per token.
    package let validationLoss: Double
    /// What it was trained on; nil in files from before it was recorded.
    package let data: CheckpointData?
    /// Where it was read.
    let file: URL
    private let tensors: SafeTensors

    /// Reads a file.
    ///
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError`.
    package init(contentsOf file: URL) throws {
        let content = try SafeTensors(contentsOf: file)
        try content.verify(file)
        func text(_ key: String) throws(CheckpointError) -> String {
            guard let text = content.metadata[key] else {
                throw CheckpointError(file: file, .foreign(missing: key))
            }
            return text
        }
        func value<Value: Decodable>(_ key: String) throws -> Value {
            let text = try text(key)
            do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
                throw CheckpointError(file: file, .damagedMetadata(key: key))
            }
        }
        model = try value("model")
        variant = try text("variant")
        tokenizer = try value("tokenizer")
        let members: [String: JSONValue] = try value("training")
        do {
            training = try TrainingConfig(
                reading: ConfigurationReader(members, source: file.path, path: "training"))
        } catch {
            throw CheckpointError(file: file, .damagedMetadata(key: "training"))
        }
        corpus = try text("corpus")
        identity = try text("identity")
        step = try value("step")
        validationLoss = try value("validationLoss")
        data = content.metadata["data"] == nil ? nil : try value("data")
        self.file = file
        tensors = content
        do { try model.validate() } catch {
            throw CheckpointError(file: file, .damagedMetadata(key: "model"))
        }
        guard tokenizer.vocabularySize <= model.vocabulary else {
            throw CheckpointError(file: file, .damagedMetadata(key: "tokenizer"))
        }
    }

    /// The parameters of a graph, taken from the file.
    ///
    /// - Throws: `SafeTensorsError` where one is missing or has another shape.
    package func parameters(for graph: Graph) throws(SafeTensorsError) -> ParameterVector {
        let parameters = ParameterVector(layout: ParameterLayout(graph.parameters))
        try parameters.read(tensors)
        return parameters
    }
}

extension Trainer {
    /// The file of the parameters as they are now, to be written before they change.
    func checkpoint(identity: String) throws -> SafeTensors {
        var metadata = try configuration(identity: identity)
        metadata["step"] = "\(state.progress.step)"
        metadata["validationLoss"] = "\(state.progress.bestLoss ?? .infinity)"
        return SafeTensors(parameters.borrowedTensors(), metadata: metadata).withChecksum()
    }

    /// What every file of a trial says of where it comes from.
    func configuration(identity: String) throws -> [String: String] {
        func text(_ value: some Encodable) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        return [
            "model": try text(model), "variant": variant.name,
            "tokenizer": try text(corpus.tokenizer), "training": try text(training.members),
            "corpus": corpus.name, "data": try text(CheckpointData(corpus)),
            "identity": identity, "arithmetic": arithmetic,
        ]
    }

    /// What results depend on to the bit beside the trial: the instruction set, and what the factors
    /// of products are rounded to.
    var arithmetic: String {
        ([instructionSet] + (training.precision.record.map { [$0] } ?? [])).joined(separator: ", ")
    }
}
