import Foundation
import Tensors
import Testing
import Training
import Transformer
import Variants

import Conformance

@Suite("Parity with files that do not fit")
struct ParityErrorTests {
    @Test("a file without a configuration says which keys it should hold")
    func noConfiguration() {
        let sentence = Golden.sentence { try Golden.parity { $1 = [:] } }
        #expect(sentence.contains("recorded.safetensors' has no metadata key 'config'"))
        #expect(sentence.contains("'block_size'"))
    }

    @Test(
        "an impossible configuration is refused by its key",
        arguments: [
            (
                #""n_head": 2"#, #""n_head": 3"#,
                "'n_embd' is 16, but should be a multiple of 'n_head', which is 3."
            ),
            (#""n_head": 2"#, #""n_head": 0"#, "'n_head' is 0, but should be a whole number of at"),
            (#""n_head": 2"#, #""n_head": 2.5"#, "'n_head' is 2.5, but should be a whole number"),
            (
                #""n_head": 2"#, #""n_heads": 2"#,
                "'n_head' is missing; it should be a whole number of at least 1."
            ),
            (#""n_head": 2"#, #""n_head": 2, "n_head": 1"#, "'n_head' is given twice"),
            (#""n_layer": 2"#, #""n_layer": 0"#, "'n_layer' is 0, but should be a whole number"),
            (#""n_layer": 2"#, #""n_layer": 2000"#, "'n_layer' is 2000, but should be a whole"),
            (#""n_embd": 16"#, #""n_embd": "16""#, "'n_embd' is \"16\", but should be a whole"),
            (#""block_size": 8"#, #""block_size": -8"#, "'block_size' is -8, but should be"),
            (#""block_size": 8"#, #""block_size": null"#, "'block_size' is null, but should be"),
            (#""vocab_size": 11"#, #""vocab_size": true"#, "'vocab_size' is true, but should be"),
            (
                #""vocab_size": 11"#, #""vocab_size": 1e9"#,
                "'vocab_size' is 1000000000, but should be a whole number of at least 1 and at most"
            ),
            (#""n_head": 2"#, #""n_head": 2, "n_kv_head": 1"#, "'n_kv_head' is unknown"),
            (#""bias": false"#, #""bias": "no""#, "'bias' is \"no\""),
            (#""bias": false"#, #""bias": "#, "not JSON5"),
        ])
    func configuration(found: String, replacement: String, expected: String) {
        let sentence = Golden.sentence {
            try Golden.parity { _, metadata in
                metadata["config"] = metadata["config"]?
                    .replacingOccurrences(of: found, with: replacement)
            }
        }
        #expect(sentence.contains("recorded.safetensors"), "\(sentence)")
        #expect(sentence.contains(expected), "\(sentence)")
    }

    @Test("a missing tensor is named", arguments: ["tokens", "targets", "logits", "loss"])
    func missing(name: String) {
        let sentence = Golden.sentence {
            try Golden.parity { tensors, _ in tensors.removeAll { $0.name == name } }
        }
        #expect(sentence.contains("has no tensor '\(name)'"), "\(sentence)")
    }

    @Test("a parameter that the file lacks is named")
    func missingParameter() {
        let name = "transformer.h.1.mlp.c_fc.weight"
        let without = Golden.sentence {
            try Golden.parity { tensors, _ in tensors.removeAll { $0.name == "param." + name } }
        }
        #expect(without.contains("'\(name)' has no 'param.\(name)' in the file"), "\(without)")
        let gradient = Golden.sentence {
            try Golden.parity { tensors, _ in tensors.removeAll { $0.name == "grad." + name } }
        }
        #expect(gradient.contains("'\(name)' has no 'grad.\(name)' in the file"), "\(gradient)")
    }

    @Test("a parameter that the variant lacks is named, with the nearest that it has")
    func unknownParameter() {
        let sentence = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.append(
                    SafeTensor("param.transformer.ln_g.weight", shape: [1], floats: [1]))
                tensors.append(SafeTensor("grad.transformer.h.9", shape: [1], floats: [1]))
            }
        }
        #expect(sentence.contains("'param.transformer.ln_g.weight', which is no parameter"))
        #expect(sentence.contains("nearest is 'transformer.ln_f.weight'"), "\(sentence)")
        #expect(sentence.contains("'grad.transformer.h.9', which is no parameter"))
    }

    @Test("a tied file read as the untied baseline lacks the readout's weight")
    func untied() {
        let sentence = Golden.sentence { try Golden.parity(as: "standard") { _, _ in } }
        #expect(sentence.contains("the variant's 'lm_head.weight' has no"), "\(sentence)")
        #expect(sentence.contains("'standard'"))
    }

    @Test("a wrong shape is named with the right one")
    func wrongShape() {
        let sentence = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("grad.transformer.wpe.weight") {
                    SafeTensor($0.name, shape: [16, 8], floats: $0.floats)
                }
            }
        }
        let expected =
            "'grad.transformer.wpe.weight' has the shape [16, 8], where the variant needs [8, 16]"
        #expect(sentence.contains(expected), "\(sentence)")
    }

    @Test("tokens must be whole numbers below the vocabulary, in whole blocks")
    func tokens() {
        let fractional = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("tokens") {
                    SafeTensor($0.name, shape: $0.shape, floats: $0.floats)
                }
            }
        }
        #expect(fractional.contains("stores the tensor 'tokens' as F32"), "\(fractional)")
        let large = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("targets") {
                    var ids = [Int32](repeating: 0, count: $0.shape.count)
                    ids[5] = 11
                    return SafeTensor($0.name, shape: $0.shape, integers: ids)
                }
            }
        }
        #expect(
            large.contains("has the token id 11 at [0, 5] of the tensor 'targets'"), "\(large)")
        #expect(large.contains("from 0 to 10, as 'vocab_size' is 11."))
        let negative = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("tokens") {
                    var ids = [Int32](repeating: 0, count: $0.shape.count)
                    ids[9] = -1
                    return SafeTensor($0.name, shape: $0.shape, integers: ids)
                }
            }
        }
        #expect(
            negative.contains("has the token id -1 at [1, 1] of the tensor 'tokens'"),
            "\(negative)")
        let immense = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("targets") {
                    SafeTensor($0.name, shape: $0.shape, integers: $0.floats.map { _ in .min })
                }
            }
        }
        #expect(immense.contains("has the token id -2147483648 at [0, 0]"), "\(immense)")
        let short = Golden.sentence {
            try Golden.parity { tensors, _ in
                tensors.replace("tokens") {
                    SafeTensor($0.name, shape: [4, 6], integers: $0.floats.map { Int32($0) })
                }
            }
        }
        #expect(short.contains("shape [4, 6], where [B, 8]"), "\(short)")
    }

    @Test("logits, targets and loss must agree with the tokens")
    func shapes() {
        for (name, shape) in [("logits", [3, 4, 22]), ("targets", [24]), ("loss", [2, 1])] {
            let sentence = Golden.sentence {
                try Golden.parity { tensors, _ in
                    tensors.replace(name) {
                        let values = [Int32](repeating: 1, count: Shape(shape).count)
                        return name == "targets"
                            ? SafeTensor($0.name, shape: Shape(shape), integers: values)
                            : SafeTensor(
                                $0.name, shape: Shape(shape), floats: values.map { Float($0) })
                    }
                }
            }
            #expect(sentence.contains("'\(name)' the shape \(shape)"), "\(sentence)")
        }
    }

    @Test("a damaged file gives a sentence, wherever it is cut")
    func truncated() throws {
        let whole = try Data(contentsOf: Golden.url("standard"))
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("varia-cut-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        for length in [0, 5, 100, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: file)
            let sentence = Golden.sentence {
                try Conformance.parity(file: file, variant: .standard)
            }
            #expect(sentence.contains(file.path) && sentence.hasSuffix("."), "\(sentence)")
        }
    }
}
