import Foundation
import Tensors
import Testing
import Training
import Transformer
import Variants

import Conformance

@Suite("Parity")
struct ParityTests {
    @Test(
        "matches recorded logits, loss and every gradient on both executors",
        arguments: Golden.readings, ExecutorKind.allCases)
    func matches(reading: (file: String, variant: String), executor: ExecutorKind) throws {
        let report = try Conformance.parity(
            file: Golden.url(reading.file),
            variant: standardCatalogue.resolve(reading.variant), executor: executor)
        #expect(report.passed, "\(report)")
        try expectAllCompared(report, reading.file)
        #expect((report.worst?.difference ?? 1) < 1e-4)
    }

    @Test(
        "matches what PyTorch's own layers compute, with the defaults that a variant brings",
        arguments: Golden.studyReadings, ExecutorKind.allCases)
    func matchesLayers(
        reading: (file: String, variant: String, isCausal: Bool), executor: ExecutorKind
    ) throws {
        let report = try Conformance.parity(
            file: Golden.url(reading.file), variant: standardCatalogue.resolve(reading.variant),
            tolerance: 2e-5, executor: executor
        ) {
            var model = $0
            model.causal = reading.isCausal
            return model
        }
        #expect(report.passed, "\(report)")
        try expectAllCompared(report, reading.file)
    }

    /// Nothing that a file holds is passed over.
    private func expectAllCompared(_ report: ParityReport, _ file: String) throws {
        let recorded = try Golden.content(file).tensors.map(\.name)
        let expected = recorded.filter { $0 == "logits" || $0 == "loss" || $0.hasPrefix("grad.") }
        #expect(report.comparisons.map(\.tensor).sorted() == expected.sorted())
    }

    @Test("fails where the defaults that a variant brings are set otherwise")
    func otherDefaults() throws {
        let report = try Conformance.parity(
            file: Golden.url("encoder-block"),
            variant: standardCatalogue.resolve("encoder-block+sinusoidal")
        ) {
            var model = $0
            model.normEpsilon = 1e-5
            return model
        }
        #expect(!report.passed)
    }

    @Test("fails where another variant's arithmetic is meant")
    func otherArithmetic() throws {
        let report = try Conformance.parity(
            file: Golden.url("soft-window"),
            variant: standardCatalogue.resolve("hard-window+tied-embeddings"))
        #expect(!report.passed)
        #expect(report.description.contains("does not match"))
    }

    @Test("fails past the tolerance, and names the tensor that differs most")
    func tolerance() throws {
        let report = try Golden.parity { tensors, _ in
            tensors.replace("grad.transformer.ln_f.weight") { tensor in
                var values = tensor.floats
                values[3] += 0.01 * (values.map(\.magnitude).max() ?? 1)
                return SafeTensor(tensor.name, shape: tensor.shape, floats: values)
            }
        }
        #expect(!report.passed)
        #expect(report.worst?.tensor == "grad.transformer.ln_f.weight")
        #expect(report.worst?.worstElement == 3)
        #expect(report.comparisons.count { !$0.passed } == 1)
        let difference = try #require(report.worst?.difference)
        #expect(abs(difference - 0.01) < 0.001)
    }

    @Test("a recorded value that is not a number fails, and the report still encodes")
    func notANumber() throws {
        let report = try Golden.parity { tensors, _ in
            tensors.replace("loss") { SafeTensor($0.name, shape: $0.shape, floats: [.nan]) }
        }
        #expect(!report.passed)
        #expect(report.worst?.tensor == "loss")
        let decoded = try JSONDecoder().decode(
            ParityReport.self, from: JSONEncoder().encode(report))
        #expect(decoded.worst?.difference == nil)
    }

    @Test("takes settings that the file's configuration does not hold")
    func settings() throws {
        let variant = try standardCatalogue.resolve("tied-embeddings")
        let report = try Conformance.parity(file: Golden.url("standard"), variant: variant) {
            var model = $0
            model.activation = .gelu
            return model
        }
        #expect(!report.passed, "the file was recorded with the approximation by tanh")
    }

    @Test("reads a file that predicts the last token only, of odd sizes")
    func last() throws {
        try recorded { model in
            model.predict = .last
            model.blockSize = 5
            model.width = 9
            model.heads = 3
        }
    }

    @Test("reads files of one token, of one head, and with an untied readout")
    func otherSizes() throws {
        try recorded { model in
            model.blockSize = 1
            model.bias = true
        }
        try recorded { model in
            model.heads = 1
            model.layers = 1
            model.vocabulary = 3
        }
    }

    /// Records a file with the interpreter, in Double, and compares the fast path with it.
    private func recorded(_ change: (inout ModelConfig) -> Void) throws {
        var model = ModelConfig()
        (model.layers, model.heads, model.width, model.vocabulary) = (2, 2, 8, 11)
        model.blockSize = 7
        change(&model)
        let specimen = try Specimen(.standard, CheckSize(model, batch: 3))
        let point = specimen.point(5)
        let outputs = try specimen.interpret(specimen.parity, at: point)
        let report = try Golden.parity(as: "standard") { tensors, metadata in
            let scored: Shape = model.predict == .every ? [3, model.blockSize] : [3]
            let whole = [
                ("tokens", point.tokens, [3, model.blockSize]), ("targets", point.targets, scored),
            ]
            tensors = whole.map { SafeTensor($0, shape: $2, integers: $1.map { Int32($0) }) }
            func add(_ name: String, _ shape: Shape, _ values: [Double]?) {
                tensors.append(
                    SafeTensor(name, shape: shape, floats: (values ?? []).map { Float($0) }))
            }
            add("logits", Shape(scored.dimensions + [model.vocabulary]), outputs["logits"])
            add("loss", [1], outputs["loss"])
            for parameter in specimen.parameters {
                let gradient = Graph.gradientName(of: parameter.name)
                add("param." + parameter.name, parameter.shape, point.parameters[parameter.name])
                add(gradient, parameter.shape, outputs[gradient])
            }
            metadata["config"] = """
                {"block_size": \(model.blockSize), "vocab_size": \(model.vocabulary), \
                "n_layer": \(model.layers), "n_head": \(model.heads), "n_embd": \(model.width), \
                "bias": \(model.bias)}
                """
        }
        #expect(report.passed, "\(report)")
    }
}
