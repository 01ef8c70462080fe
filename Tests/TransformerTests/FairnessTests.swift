import Tensors
import Testing
import Transformer
import Variants

@Suite("Fair comparisons")
struct FairnessTests {
    /// The parameters of the baseline's two layers, with offsets, that a variant has no part for,
    /// or has in another size; the readout aside.
    private static func absent(_ name: String, _ initialization: Initialization) -> Set<String> {
        func both(_ layers: String...) -> [String] {
            layers.flatMap { [$0 + ".weight", $0 + ".bias"] }
        }
        func inBlocks(_ names: [String]) -> [String] {
            (0..<2).flatMap { layer in names.map { "transformer.h.\(layer)." + $0 } }
        }
        let tables = ["transformer.wte.weight", "transformer.wpe.weight"]
        let lastNorm = both("transformer.ln_f")
        switch name {
        case "bigram":
            let parts = both(
                "ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj")
            return Set(tables + inBlocks(parts) + lastNorm)
        case "concat-positions": return Set(tables)
        case "sinusoidal": return ["transformer.wpe.weight"]
        case "encoder-block":
            return Set(inBlocks(both("attn.c_proj", "mlp.c_fc", "mlp.c_proj")) + lastNorm)
        case "narrow-feed-forward", "relative-location":
            // The second offset is as long, but PyTorch's start depends on the layer's inputs.
            let offset = initialization == .torch ? ["mlp.c_proj.bias"] : []
            return Set(inBlocks(both("mlp.c_fc") + ["mlp.c_proj.weight"] + offset))
        case "no-feed-forward": return Set(inBlocks(both("ln_2", "mlp.c_fc", "mlp.c_proj")))
        case "no-norm": return Set(inBlocks(both("ln_1", "ln_2")) + lastNorm)
        case "no-projection": return Set(inBlocks(both("attn.c_proj")))
        default: return []
        }
    }

    private func dropoutSites(_ graph: Graph) -> Set<String> {
        Set(
            graph.nodes.compactMap { node in
                if case .dropout(_, let site) = node.op { site } else { nil }
            })
    }

    @Test(
        "A variant's shared parameters start as the baseline's",
        arguments: standardCatalogue.names, Initialization.allCases)
    func sharedParameters(name: String, initialization: Initialization) throws {
        let fixture = ModelFixture {
            $0.initialization = initialization
            $0.bias = true
        }
        let baseline = try fixture.traced("standard").graph.parameters
        let variant = try fixture.traced(name).graph.parameters
        let first = ParameterVector(layout: ParameterLayout(baseline), seed: 7)
        let second = ParameterVector(layout: ParameterLayout(variant), seed: 7)
        let own = Dictionary(uniqueKeysWithValues: variant.map { ($0.name, $0) })
        // A layer of another size is another one, though a parameter has the same name.
        let shared = baseline.filter {
            $0.name.hasPrefix("transformer.") && own[$0.name]?.shape == $0.shape
                && own[$0.name]?.initializer == $0.initializer
        }
        let absent = Set(baseline.map(\.name)).subtracting(shared.map(\.name))
        #expect(absent == Self.absent(name, initialization).union(["lm_head.weight"]))
        for parameter in shared {
            #expect(first[parameter.name] == second[parameter.name], "\(parameter.name)")
        }
    }

    @Test(
        "A member's parameters start in a composition as they do alone, whoever comes first",
        arguments: ["soft-window+hard-window", "hard-window+soft-window"])
    func qualifiedParameters(name: String) throws {
        let fixture = ModelFixture()
        let composed = try fixture.traced(name).graph.parameters
        let together = ParameterVector(layout: ParameterLayout(composed), seed: 7)
        for member in name.split(separator: "+").map(String.init) {
            let parameters = try fixture.traced(member).graph.parameters
            let alone = ParameterVector(layout: ParameterLayout(parameters), seed: 7)
            for layer in 0..<2 {
                let scope = "transformer.h.\(layer).attn."
                let qualified = scope + member + ".c_mem.weight"
                let plain = scope + "c_mem.weight"
                let isQualified = composed.contains { $0.name == qualified }
                // The hook on scores runs first, whatever the order of the members.
                #expect(isQualified == (member == "hard-window"))
                #expect(together[isQualified ? qualified : plain] == alone[plain])
            }
        }
        // Different parameters of one member still differ.
        #expect(
            together["transformer.h.0.attn.c_mem.weight"]
                != together["transformer.h.1.attn.c_mem.weight"])
    }

    @Test(
        "A variant has the baseline's dropout sites, but for parts that it has not, and its own",
        arguments: standardCatalogue.names)
    func sharedDropout(name: String) throws {
        let fixture = ModelFixture { $0.dropout = 0.2 }
        let baseline = dropoutSites(try fixture.traced("standard", .training).graph)
        #expect(
            baseline == [
                "transformer.drop", "transformer.h.0.attn.weights", "transformer.h.0.attn.output",
                "transformer.h.0.mlp.output", "transformer.h.1.attn.weights",
                "transformer.h.1.attn.output", "transformer.h.1.mlp.output",
            ])
        func inBlocks(_ sites: String...) -> [String] {
            (0..<2).flatMap { layer in sites.map { "transformer.h.\(layer)." + $0 } }
        }
        let absent =
            switch name {
            case "bigram": baseline
            case "no-feed-forward": Set(inBlocks("mlp.output"))
            default: Set<String>()
            }
        // A variant's own sites carry its name.
        let own =
            switch name {
            case "head-gating": inBlocks("attn.head-gating.mlp_scale")
            case "embedding-gating":
                inBlocks(
                    "embedding-gating.mlp_scale", "embedding-gating.mlp_bias",
                    "embedding-gating.mlp_loc")
            default: [String]()
            }
        let found = dropoutSites(try fixture.traced(name, .training).graph)
        #expect(found == baseline.subtracting(absent).union(own))
    }

    @Test("Dropout is for training only, and the embedding's rate may differ")
    func dropoutPurpose() throws {
        let fixture = ModelFixture {
            $0.dropout = 0.2
            $0.embeddingDropout = 0
        }
        #expect(dropoutSites(try fixture.traced("head-gating", .evaluation).graph).isEmpty)
        #expect(dropoutSites(try fixture.traced("head-gating", .parity).graph).isEmpty)
        let sites = dropoutSites(try fixture.traced("standard", .training).graph)
        #expect(sites.count == 6 && !sites.contains("transformer.drop"))
    }

    @Test("GPT-2's initial values: deviation 0.02, output projections scaled by depth")
    func gpt2() throws {
        let parameters = try ModelFixture { $0.bias = true }.traced("head-gating").graph.parameters
        for parameter in parameters {
            let expected: Initializer =
                if parameter.name.hasSuffix("c_proj.weight") {
                    .normal(deviation: 0.02 * (1 / Float(4).squareRoot()))
                } else if parameter.name.contains(".ln_") {
                    parameter.name.hasSuffix("bias") ? .zeros : .ones
                } else {
                    parameter.name.hasSuffix("bias") ? .zeros : .normal(deviation: 0.02)
                }
            #expect(parameter.initializer == expected, "\(parameter.name)")
        }
    }

    @Test("The other frameworks' initial values")
    func otherFrameworks() throws {
        func initializers(_ initialization: Initialization) throws -> [String: Initializer] {
            let fixture = ModelFixture {
                $0.bias = true
                $0.initialization = initialization
            }
            return Dictionary(
                uniqueKeysWithValues: try fixture.traced("standard").graph.parameters.map {
                    ($0.name, $0.initializer)
                })
        }
        func within(_ bound: Float) -> Initializer { .uniform(from: -bound, to: bound) }
        let torch = try initializers(.torch)
        #expect(torch["transformer.wte.weight"] == .normal(deviation: 1))
        #expect(torch["transformer.h.0.mlp.c_proj.weight"] == within(1 / Float(32).squareRoot()))
        #expect(torch["transformer.h.0.mlp.c_proj.bias"] == within(1 / Float(32).squareRoot()))
        let keras = try initializers(.keras)
        #expect(keras["transformer.wte.weight"] == within(0.05))
        #expect(keras["transformer.h.0.mlp.c_fc.weight"] == within((6 / Float(40)).squareRoot()))
        #expect(keras["transformer.h.0.attn.c_attn.weight"] == within((6 / Float(16)).squareRoot()))
        #expect(keras["transformer.h.0.mlp.c_fc.bias"] == .zeros)
    }
}
