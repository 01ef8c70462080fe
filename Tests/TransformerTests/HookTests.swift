import Tensors
import Testing
import Transformer
import Variants

@Suite("Hooks")
struct HookTests {
    private func text(_ variants: any Variant...) throws -> String {
        try ModelFixture().traced(Composition(variants)).graph.canonicalText
    }

    private func message(_ variant: any Variant) -> String {
        do {
            _ = try ModelFixture().traced(Composition([variant]))
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("A name of the baseline's, no name, and a layer that is not there are refused")
    func impossibleNames() {
        func message(_ variant: any Variant) -> String {
            do {
                return "traced: " + (try ModelFixture().traced(Composition([variant]))).variant.name
            } catch {
                return "\(error)"
            }
        }
        #expect(
            message(BaselineName())
                == "variant 'baseline-name', a parameter that has a name of the "
                + "baseline's: parameter 'transformer.h.0.attn.c_proj.weight' of [8, 8]: "
                + "the parameter is already declared with shape [2, 8].")
        #expect(message(Nameless()).hasSuffix("a parameter needs a name of its own."))
        #expect(
            message(ExtraLayer()) == "variant 'extra-layer', hook 'model', transformer: "
                + "the block of layer 2: layers run from 0 to 1.")
    }

    @Test("A result of the wrong shape names variant, hook, place and both shapes")
    func wrongShape() {
        #expect(
            message(WrongShape()) == "variant 'wrong-shape', hook 'scores', transformer.h.0.attn: "
                + "the result of [2, 2, 6, 1]: it should be [2, 2, 6, 6].")
    }

    @Test("An impossible operation names variant, hook, operation and both shapes")
    func wrongProduct() {
        #expect(
            message(WrongProduct()) == "variant 'wrong-product', hook 'heads', "
                + "transformer.h.0.attn: matrix product of [2, 2, 6, 4] and [2, 2, 6, 4]: "
                + "the inner sizes 4 and 6 must be equal.")
    }

    @Test("Asking for weights too early says from where on they are there")
    func tooEarly() {
        #expect(
            message(TooEarly()) == "variant 'too-early', hook 'scores', transformer.h.0.attn: "
                + "the site's weights: they are not made yet; "
                + "ask for them in the hooks 'heads' or 'project'.")
    }

    @Test("A wrong input to another part names the hook that gave it")
    func wrongInput() {
        #expect(
            message(WrongInput()).hasPrefix(
                "variant 'wrong-input', hook 'block', transformer.h.0: "))
    }

    @Test("Hooks that transform chain in the order of the members")
    func order() throws {
        #expect(
            try text(FirstScores(), SecondScores()) != text(SecondScores(), FirstScores()))
        let fixture = ModelFixture()
        let first = try fixture.run(
            fixture.traced(Composition([FirstScores(), SecondScores()])))
        let second = try fixture.run(
            fixture.traced(Composition([SecondScores(), FirstScores()])))
        #expect(first != second)
    }

    @Test("A replacement's parts go through the composition")
    func routing() throws {
        let model = try ModelFixture().traced(
            Composition([ParallelBlock(), SecondScores(), GatedFeedForward()]))
        let names = model.graph.parameters.map(\.name)
        #expect(names.contains("transformer.h.0.mlp.gate"))
        #expect(!names.contains("transformer.h.0.ln_2.weight"))
        #expect(model.graph.nodes.contains { $0.op == .positions(axis: 1) })
    }

    @Test("A replacement reaches the part it replaces, and dropout falls on it once")
    func reachingTheBaseline() throws {
        let fixture = ModelFixture { $0.dropout = 0.1 }
        let model = try fixture.traced(Composition([GatedFeedForward()]), .training)
        let names = model.graph.parameters.map(\.name)
        #expect(names.contains("transformer.h.0.mlp.c_fc.weight"))
        let sites = model.objective.nodes.compactMap { node -> String? in
            if case .dropout(_, let site) = node.op { site } else { nil }
        }
        #expect(sites.filter { $0.contains("h.0.mlp") } == ["transformer.h.0.mlp.output"])
        let before = try ModelFixture().run(ModelFixture().traced("standard"))
        var parameters = ModelFixture().parameters(try ModelFixture().traced("standard").graph)
        let gated = try ModelFixture().traced(Composition([GatedFeedForward()]))
        for layer in 0..<2 {
            parameters["transformer.h.\(layer).mlp.gate"] = [Double](repeating: 0, count: 8)
        }
        let after = try Interpreter.evaluate(
            gated.graph, inputs: ["tokens": fixture.tokens()], parameters: parameters)
        #expect(before == after)
    }

    @Test("State passes from hook to hook and from block to block, for its own variant only")
    func carry() throws {
        #expect(try text(Carrying()) != text())
        let alone = try text(Peeking())
        #expect(alone.contains("constant(3.0)"))
        // Between them, each sees its own: the peeking one still multiplies in every block.
        #expect(try text(Carrying(), Peeking()).contains("constant(3.0)"))
    }

    @Test("Probes are recorded at evaluation, gradients in training, and neither is an objective's")
    func probes() throws {
        let fixture = ModelFixture()
        let observed = try Composition([Observer()])
        let evaluation = try fixture.traced(observed, .evaluation)
        #expect(
            evaluation.probes.map(\.outputName) == [
                "probe.transformer.h.0.attn.weights", "probe.transformer.h.1.attn.weights",
            ])
        #expect(evaluation.probes.map(\.layer) == [0, 1])
        #expect(evaluation.probes.first?.variant == "observer")
        #expect(evaluation.graph.output("probe.transformer.h.0.attn.weights") != nil)
        let training = try fixture.traced(observed, .training)
        #expect(
            training.probes.map(\.outputName) == [
                "probeGradient.transformer.h.0.attn.scores",
                "probeGradient.transformer.h.1.attn.scores",
            ])
        #expect(training.graph.output("probeGradient.transformer.h.1.attn.scores") != nil)
        let plain = try fixture.traced("standard", .training)
        #expect(training.objective.canonicalText == plain.objective.canonicalText)
    }

    @Test("A probe's axis of heads is counted from either end, and is as long as there are heads")
    func headAxis() throws {
        let fixture = ModelFixture()
        let found = try fixture.traced(try Composition([HeadObserver()]), .evaluation).probes
        #expect(found.map(\.headAxis) == [2, 2])
        #expect(found.first?.shape.last == fixture.config.heads)
        let window = try fixture.traced("soft-window", .evaluation).probes
        #expect(window.map(\.headAxis) == [1, 1])
        let error = #expect(throws: TraceError.self) {
            try fixture.traced(try Composition([MistakenObserver()]), .evaluation)
        }
        #expect(error?.description.contains("the axis 4 that it names as the heads'") == true)
    }

    @Test("What models record is told apart by name and by how it is computed")
    func recorded() throws {
        let config = ModelFixture().config
        func found(_ members: any Variant...) throws -> Set<String> {
            try recordings(config, try Composition(members), batch: 2)
        }
        #expect(try found().isEmpty)
        #expect(try found(Observer()).count == 4)
        #expect(try found(Observer()).isSubset(of: found(Observer(), HeadObserver())))
        #expect(try found(HeadObserver()).isDisjoint(with: found(Observer())))
        let scaled = try standardCatalogue.resolve("unscaled-scores").members
        #expect(try found(Observer()).isDisjoint(with: found(scaled[0], Observer())))
    }

    @Test("Two members' probes of one name are told apart")
    func probeNames() throws {
        let model = try ModelFixture().traced("soft-window+hard-window", .evaluation)
        #expect(
            model.probes.prefix(2).map(\.name) == [
                "transformer.h.0.attn.window", "transformer.h.0.attn.hard-window.window",
            ])
    }
}
