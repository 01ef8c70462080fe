import Foundation
import Tensors
import Testing
import Transformer
import Variants

@Suite("Defaults that variants bring")
struct ModelDefaultsTests {
    /// Asks for a model of ReLU with offsets.
    private struct First: PlainVariant {
        static let name = "first"
        static let summary = "Sets two keys"
        func adjustDefaults(_ config: inout ModelConfig) {
            config.activation = .relu
            config.bias = true
        }
        func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores * 2 }
    }

    /// Sees what members before it have set.
    private struct Second: PlainVariant {
        static let name = "second"
        static let summary = "Sets a key, depending on another"
        func adjustDefaults(_ config: inout ModelConfig) {
            config.activation = .gelu
            config.normEpsilon = config.bias ? 1e-2 : 1e-4
        }
        func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor { scores + 1 }
    }

    @Test("Members apply in their order, and the baseline changes nothing")
    func order() throws {
        #expect(Composition.standard.modelDefaults == ModelConfig())
        let forward = try Composition([First(), Second()]).modelDefaults
        #expect(forward.activation == .gelu && forward.bias && forward.normEpsilon == 1e-2)
        let backward = try Composition([Second(), First()]).modelDefaults
        #expect(backward.activation == .relu && backward.normEpsilon == 1e-4)
    }

    @Test("A key that is set wins, also where it is set to the common default")
    func setKeysWin() throws {
        let defaults = try Composition([First()]).modelDefaults
        let text = "{ bias: false, activation: 'gelu-tanh', width: 16 }"
        let reader = try ConfigurationReader(json5: Data(text.utf8), source: "--set")
        let config = try ModelConfig(reading: reader, defaults: defaults)
        #expect(!config.bias && config.activation == .geluTanh && config.width == 16)
    }

    @Test("A variant that brings defaults and has no hook is refused as idle")
    func idle() throws {
        struct Silent: PlainVariant {
            static let name = "silent"
            static let summary = "Sets a key and has no hook"
            func adjustDefaults(_ config: inout ModelConfig) { config.bias = true }
        }
        let silent = try Composition([Silent()])
        #expect(throws: CompositionError.noEffect(variant: "silent")) {
            try trace(silent.modelDefaults, silent, batch: 1, purpose: .inference)
        }
    }
}
