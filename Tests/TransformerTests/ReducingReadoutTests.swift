import Tensors
import Testing
import Transformer
import Variants

@Suite("Readouts that narrow over positions")
struct ReducingReadoutTests {
    @Test(
        "A convolution of kernel 1 is td-dense, node by node",
        arguments: Prediction.allCases, TracePurpose.allCases)
    func kernel1(predict: Prediction, purpose: TracePurpose) throws {
        let fixture = ModelFixture {
            $0.predict = predict
            $0.bias = true
            $0.dropout = 0.1
        }
        let narrow = try fixture.traced("td-dense(divisor=2)", purpose)
        let convolution = try fixture.traced("conv-reduce(divisor=2,kernel=1)", purpose)
        #expect(convolution.graph.nodes == narrow.graph.nodes)
        #expect(convolution.graph.outputs == narrow.graph.outputs)
        #expect(convolution.graph.parameters.map(\.name) == narrow.graph.parameters.map(\.name))
        let wider = try fixture.traced("conv-reduce(divisor=2,kernel=2)", purpose)
        #expect(wider.graph.nodes != narrow.graph.nodes)
    }

    @Test(
        "Each has the layers of its definition",
        arguments: [
            (
                "conv-reduce(divisor=2)", Prediction.every,
                ["readout.reduce [4, 24]", "lm_head [7, 4]"]
            ),
            ("conv-reduce(divisor=2)", .last, ["readout.reduce [4, 24]", "lm_head [7, 24]"]),
            (
                "conv-reduce(divisor=4,kernel=20)", .last,
                ["readout.reduce [2, 160]", "lm_head [7, 12]"]
            ),
            (
                "recurrent-reduce(divisor=2)", .every,
                ["readout.input [12, 8]", "readout.state [12, 4]", "lm_head [7, 4]"]
            ),
            (
                "recurrent-reduce(divisor=2)", .last,
                ["readout.input [12, 8]", "readout.state [12, 4]", "lm_head [7, 24]"]
            ),
            (
                "recurrent-reduce(divisor=2,states=last)", .last,
                ["readout.input [12, 8]", "readout.state [12, 4]", "lm_head [7, 4]"]
            ),
        ])
    func layers(name: String, predict: Prediction, layers: [String]) throws {
        let model = try ModelFixture { $0.predict = predict }.traced(name)
        let own = model.graph.parameters.filter { !$0.name.hasPrefix("transformer.") }
        #expect(own.map { "\($0.name.dropLast(7)) \($0.shape)" } == layers)
        #expect(model.counts.readout == own.reduce(0) { $0 + $1.shape.count })
    }

    @Test("What they cannot be is refused in a sentence")
    func refusals() throws {
        func sentence(_ name: String) -> String {
            do { return "traced: \(try ModelFixture().traced(name))" } catch { return "\(error)" }
        }
        #expect(
            sentence("recurrent-reduce(states=last)")
                == "variant 'recurrent-reduce', hook 'readout': states=last: every token is "
                + "predicted from a state of its own; choose states=all, or predict the last token."
        )
        #expect(
            sentence("conv-reduce(kernel=0)")
                == "In the variant's name 'conv-reduce(kernel=0)', the option 'kernel' is 0, but "
                + "should be a whole number of at least 1 and at most 1024.")
        let divisor = sentence("recurrent-reduce(divisor=0)")
        #expect(divisor.contains("the option 'divisor' is 0, but should be"))
    }

    @Test("The step of a width is one by which heads and divisors divide")
    func widthStep() throws {
        func step(_ name: String, heads: Int) throws -> Int {
            try standardCatalogue.resolve(name).widthStep(heads: heads)
        }
        #expect(try step("standard", heads: 3) == 3)
        #expect(try step("td-dense", heads: 6) == 24)
        #expect(try step("encoder-block+recurrent-reduce(divisor=5)", heads: 4) == 20)
        #expect(try step("conv-reduce(divisor=4)", heads: 8) == 8)
        let twice = try standardCatalogue.resolve("td-dense(divisor=3)+concat-positions")
        #expect(twice.narrowsEvenly(24) && !twice.narrowsEvenly(32) && !twice.narrowsEvenly(2))
        #expect(Composition.standard.narrowsEvenly(7))
    }
}
