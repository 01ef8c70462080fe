import Foundation
import Tensors
import Testing
import Transformer

@Suite("Sinusoidal positions")
struct SinusoidalTests {
    @Test("Channel k of position p adds sin or cos of p / 10000^(2k/C)", arguments: [8, 9, 1])
    func values(width: Int) throws {
        // Its logits are the embedding sum of vectors of zeros.
        struct Bare: PlainVariant {
            static let name = "bare"
            static let summary = "Positions alone"
            func model(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
                site.addPositions(
                    site.constant(0).broadcast(to: [site.batch, site.blockSize, site.width]))
            }
        }
        let fixture = ModelFixture {
            ($0.width, $0.heads, $0.vocabulary, $0.blockSize) = (width, 1, width, 40)
        }
        let variant = try Composition([Bare(), try sinusoidal()])
        let logits = try #require(try fixture.run(fixture.traced(variant))["logits"])
        for (index, found) in logits.enumerated() {
            let channel = index % width
            let position = Double(index / width % 40)
            let angle = position / pow(10_000, 2 * Double(channel) / Double(width))
            let expected = channel % 2 == 0 ? sin(angle) : cos(angle)
            #expect(abs(found - expected) < 1e-5, "position \(position), channel \(channel)")
        }
    }

    @Test("There is nothing to learn, and the table of layers says so")
    func parameters() throws {
        let model = try ModelFixture().traced("sinusoidal")
        #expect(!model.graph.parameters.contains { $0.name.contains("wpe") })
        let row = try #require(model.layers.first { $0.name == "transformer.wpe" })
        #expect(row.parameters == 0 && row.outputShape == [2, 6, 8])
    }

    private func sinusoidal() throws -> any Variant {
        try #require(try ModelFixture().traced("sinusoidal").variant.members.first)
    }
}
