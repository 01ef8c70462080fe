import Foundation
import Testing
import Transformer
import Variants

@testable import VariaKit

/// The counts of the models below are polynomials of their sizes, whose derivatives are written out
/// here by hand; the finite steps have to give them.
@Suite("How counts change with sizes")
struct ParameterSlopeTests {
    /// Counts as exact functions of layers L, width C, block size T and vocabulary V, each with its
    /// four partial derivatives.
    private struct Exact {
        let blocks: Double
        let blocksBy: [Double]
        let readout: Double
        let readoutBy: [Double]
        let embeddingBy: [Double]

        /// Those of a model of the study: blocks L (4 C^2 + 8 C), readout (T C + 1) V or, tied,
        /// (T C + 1) C, embedding V C.
        init(study config: ModelConfig, isTied: Bool) {
            let (l, c) = (Double(config.layers), Double(config.width))
            let (t, v) = (Double(config.blockSize), Double(config.vocabulary))
            blocks = l * (4 * c * c + 8 * c)
            blocksBy = [4 * c * c + 8 * c, l * (8 * c + 8), 0, 0]
            readout = isTied ? t * c * c + c : t * c * v + v
            readoutBy =
                isTied ? [0, 2 * t * c + 1, c * c, 0] : [0, t * v, c * v, t * c + 1]
            embeddingBy = [0, v, 0, c]
        }

        /// Those of a GPT without offsets that learns its positions: blocks L (12 C^2 + 2 C) + C,
        /// readout C V, embedding (V + T) C.
        init(gpt config: ModelConfig) {
            let (l, c) = (Double(config.layers), Double(config.width))
            let (t, v) = (Double(config.blockSize), Double(config.vocabulary))
            blocks = l * (12 * c * c + 2 * c) + c
            blocksBy = [12 * c * c + 2 * c, l * (24 * c + 2) + 1, 0, 0]
            readout = c * v
            readoutBy = [0, v, 0, c]
            embeddingBy = [0, v + t, c, c]
        }

        func total(_ axis: Int) -> Double { blocksBy[axis] + readoutBy[axis] + embeddingBy[axis] }

        func ratio(_ axis: Int) -> Double {
            (blocksBy[axis] * readout - blocks * readoutBy[axis]) / (readout * readout)
        }
    }

    private func expect(_ config: ModelConfig, _ variant: String, _ exact: Exact) throws {
        let composition = try standardCatalogue.resolve(variant)
        let counts = try parameterCounts(config, composition)
        #expect(Double(counts.blocks) == exact.blocks && Double(counts.readout) == exact.readout)
        let slopes = try ParameterSlope.all(config, composition)
        #expect(slopes.map(\.key) == ["layers", "width", "blockSize", "vocabulary"])
        for (axis, slope) in slopes.enumerated() {
            let total = try #require(slope.total)
            #expect(abs(total - exact.total(axis)) <= 1e-9 * abs(exact.total(axis)), "\(slope)")
            let ratio = try #require(slope.blocksToReadout)
            #expect(abs(ratio - exact.ratio(axis)) <= 1e-12, "\(slope)")
        }
    }

    private func study(_ change: (inout ModelConfig) -> Void = { _ in }) throws -> ModelConfig {
        var config = try standardCatalogue.resolve("encoder-block").modelDefaults
        (config.layers, config.width, config.heads) = (1, 16, 1)
        (config.blockSize, config.vocabulary, config.predict) = (32, 257, .last)
        change(&config)
        return config
    }

    @Test("of the study's id 4, whose single block has none fewer beside it")
    func id4() throws {
        let config = try study()
        try expect(config, "encoder-block+sinusoidal", Exact(study: config, isTied: false))
        let slopes = try ParameterSlope.all(config, standardCatalogue.resolve("encoder-block"))
        #expect(slopes.map(\.sizes) == [[2, 3], [15, 17], [31, 33], [256, 258]])
    }

    @Test("of the study's id 6, tied, whose width changes by its heads")
    func id6() throws {
        let config = try study { ($0.layers, $0.width, $0.heads) = (4, 64, 8) }
        let name = "encoder-block+sinusoidal+tied-embeddings"
        try expect(config, name, Exact(study: config, isTied: true))
        let slopes = try ParameterSlope.all(config, standardCatalogue.resolve(name))
        #expect(slopes.map(\.sizes) == [[3, 5], [56, 72], [31, 33], [256, 258]])
    }

    @Test("of a GPT that learns its positions")
    func gpt() throws {
        try expect(ModelConfig(), "standard", Exact(gpt: ModelConfig()))
    }

    @Test("at the least sizes, where steps go up alone")
    func leastSizes() throws {
        var config = try study { ($0.width, $0.heads, $0.blockSize, $0.vocabulary) = (4, 4, 1, 1) }
        try expect(config, "encoder-block+sinusoidal", Exact(study: config, isTied: false))
        config.layers = ModelConfig.mostLayers
        let slopes = try ParameterSlope.all(config, standardCatalogue.resolve("encoder-block"))
        #expect(slopes.map(\.sizes) == [[998, 999], [8, 12], [2, 3], [2, 3]])
        #expect(slopes[0].total == 96)
    }

    @Test("with a readout without parameters have no ratio, and with no other size nothing")
    func absent() throws {
        var config = ModelConfig()
        let slopes = try ParameterSlope.all(
            config, standardCatalogue.resolve("tied-embeddings"))
        #expect(slopes.allSatisfy { $0.blocksToReadout == nil && $0.total != nil })
        (config.heads, config.width) = (ModelConfig.largestSize, ModelConfig.largestSize)
        let widest = try ParameterSlope.all(config, .standard)[1]
        #expect(widest.sizes == [ModelConfig.largestSize])
        #expect(widest.total == nil && widest.blocksToReadout == nil)
    }

    @Test("by a width of narrow layers are exact where divisors divide it, and marked elsewhere")
    func narrowLayers() throws {
        func slope(_ width: Int) throws -> ParameterSlope {
            // Readout: C U weights and V U, with U units, an eighth of C and at least one.
            var config = ModelConfig()
            (config.width, config.heads) = (width, 2)
            return try ParameterSlope.all(config, standardCatalogue.resolve("td-dense"))[1]
        }
        func derivative(_ width: Double, readout: Double) -> Double {
            // Blocks L (12 C^2 + 2 C) + C and embedding (V + T) C, as of a GPT.
            4 * (24 * width + 2) + 1 + 65 + 64 + readout
        }
        let even = try slope(16)
        #expect(even.isExact && even.sizes == [8, 24])
        #expect(even.total == derivative(16, readout: 2 * 16 / 8 + 65 / 8))
        // At 8, where no eighth is below it, two steps go up.
        let least = try slope(8)
        #expect(least.isExact && least.sizes == [16, 24])
        #expect(least.total == derivative(8, readout: 2 * 8 / 8 + 65 / 8))
        // Below the divisor one unit is left, whatever the width: C weights to it, V from it.
        let narrow = try slope(4)
        #expect(!narrow.isExact && narrow.sizes == [2, 6])
        #expect(narrow.total == derivative(4, readout: 1))
        let text = try VariaProcess.run([
            "summary", "--variant", "td-dense", "--set", "width=4", "--set", "heads=2",
        ]).output
        #expect(text.contains("2 and 6, where narrow layers are rounded\n"), "\(text)")
    }

    @Test("are shown by varia summary, and given in its JSON, with the study's counts")
    func summary() throws {
        let arguments = [
            "summary", "--variant", "encoder-block+sinusoidal", "--set", "predict=last",
            "--set", "layers=1", "--set", "width=16", "--set", "heads=1", "--set", "blockSize=32",
            "--set", "vocabulary=257",
        ]
        let text = try VariaProcess.run(arguments).output
        for line in [
            "with bias true, normEpsilon 0.001, predict last\n", "parameters       137,105",
            "  embedding      4,112", "  blocks         1,152",
            "  readout        131,841", "blocks/readout   0.00874",
            "layers                     +1,152", "width                      +8,617",
            "blockSize                  +4,112", "vocabulary                   +529",
        ] { #expect(text.contains(line), "\(line) in\n\(text)") }
        #expect(!text.contains("ln_f"))
        let json = try VariaProcess.run(arguments + ["--json"]).output
        let summary = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let slopes = try #require(summary["slopes"] as? [[String: Any]])
        let keys = slopes.map { $0["key"] as? String }
        #expect(keys == ["layers", "width", "blockSize", "vocabulary"])
        #expect(slopes[1]["total"] as? Double == 8617)
        #expect((summary["config"] as? [String: Any])?["normEpsilon"] as? Double == 1e-3)
        let bare = try VariaProcess.run(arguments + ["--set", "bias=false"]).output
        #expect(bare.contains("  blocks         1,056"))
    }
}
