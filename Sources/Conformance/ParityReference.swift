import Foundation
import Tensors
import Training
import Transformer

/// Tensors that another implementation recorded: parameters, a batch, and what follows from them.
struct ParityReference {
    let file: String
    let model: ModelConfig
    let batch: Int
    /// [B, T], whole numbers below the vocabulary.
    let tokens: [Float]
    /// [B, T], or [B] where only the last token is predicted.
    let targets: [Float]
    /// [B, T, V], or [B, V] where only the last token is predicted.
    let logits: SafeTensor
    /// One value.
    let loss: SafeTensor
    /// By the parameters' names, without `param.` and `grad.`.
    let parameters: [String: SafeTensor]
    let gradients: [String: SafeTensor]

    /// Reads a safetensors file and checks that its tensors agree with each other.
    ///
    /// - Parameters:
    ///   - defaults: The model's keys that the file's configuration does not have.
    ///   - adjusting: Sets what the file's configuration does not say.
    /// - Throws: `FileError`, `SafeTensorsError`, `ConfigurationError` or `ParityError`.
    init(
        contentsOf url: URL, defaults: ModelConfig,
        adjusting: (ModelConfig) throws -> ModelConfig
    ) throws {
        let file = url.path
        let content = try SafeTensors(contentsOf: url)
        guard let json = content.metadata["config"] else {
            throw ParityError(file, .noConfiguration)
        }
        let recorded = try NanoGPTConfiguration.model(json: json, file: file, defaults: defaults)
        let tokens = try content.tensor("tokens")
        let logits = try content.tensor("logits")
        var model = recorded
        model.predict = logits.shape.rank == 2 ? .last : .every
        model = try adjusting(model)
        guard tokens.shape.rank == 2, tokens.shape[0] > 0, tokens.shape[1] == model.blockSize else {
            let expected = "[B, \(model.blockSize)], a batch of whole blocks,"
            throw ParityError(
                file, .wrongShape(tensor: "tokens", found: tokens.shape, expected: expected))
        }
        let batch = tokens.shape[0]
        let scored = model.predict == .every ? tokens.shape : [batch]
        let targets = try content.tensor("targets", shape: scored)
        let loss = try content.tensor("loss")
        guard loss.shape.count == 1 else {
            throw ParityError(
                file, .wrongShape(tensor: "loss", found: loss.shape, expected: "[1]"))
        }
        self.file = file
        self.model = model
        self.batch = batch
        self.tokens = try Self.ids(tokens, below: model.vocabulary, file: file)
        self.targets = try Self.ids(targets, below: model.vocabulary, file: file)
        self.logits = try content.tensor(
            "logits", shape: Shape(scored.dimensions + [model.vocabulary]))
        self.loss = loss
        parameters = Self.tensors(of: content, after: "param.")
        gradients = Self.tensors(of: content, after: "grad.")
    }

    private static func ids(
        _ tensor: SafeTensor, below vocabulary: Int, file: String
    ) throws(ParityError) -> [Float] {
        switch tensor.elementType {
        case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64: break
        case .bool, .float16, .bfloat16, .float32, .float64:
            let type = tensor.elementType.rawValue
            throw ParityError(file, .notWhole(tensor: tensor.name, type: type))
        }
        let ids = tensor.floats
        if let element = ids.firstIndex(where: { $0 < 0 || $0 >= Float(vocabulary) }) {
            let index = zip(tensor.shape.strides, tensor.shape.dimensions).map {
                element / $0 % $1
            }
            let found = Int(exactly: ids[element]).map(String.init) ?? "\(ids[element])"
            let problem = ParityError.Problem.impossibleToken(
                tensor: tensor.name, index: index, found: found, vocabulary: vocabulary)
            throw ParityError(file, problem)
        }
        return ids
    }

    private static func tensors(
        of content: SafeTensors, after prefix: String
    ) -> [String: SafeTensor] {
        var result: [String: SafeTensor] = [:]
        for tensor in content.tensors where tensor.name.hasPrefix(prefix) {
            result[String(tensor.name.dropFirst(prefix.count))] = tensor
        }
        return result
    }
}

extension ParityReference {
    /// Where the file's parameters and gradients differ from those of a variant, if anywhere.
    func mismatches(with expected: [Parameter]) -> [ParameterMismatch] {
        let known = Dictionary(uniqueKeysWithValues: expected.map { ($0.name, $0.shape) })
        var result: [ParameterMismatch] = []
        for parameter in expected {
            guard let values = parameters[parameter.name] else {
                result.append(.missing(name: parameter.name))
                continue
            }
            guard let gradient = gradients[parameter.name] else {
                result.append(.withoutGradient(name: parameter.name))
                continue
            }
            for tensor in [values, gradient] where tensor.shape != parameter.shape {
                result.append(
                    .wrongShape(
                        tensor: tensor.name, found: tensor.shape, expected: parameter.shape))
            }
        }
        for name in parameters.keys.sorted() where known[name] == nil {
            let nearest = nearest(to: name, among: expected.map(\.name))
            result.append(.unknown(name: name, nearest: nearest))
        }
        for name in gradients.keys.sorted() where known[name] == nil && parameters[name] == nil {
            result.append(.unknownGradient(name: name))
        }
        return result
    }
}
