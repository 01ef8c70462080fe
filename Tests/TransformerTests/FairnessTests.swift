import Tensors
import Testing
import Transformer
import Variants

@Suite("Fair comparisons")
struct FairnessTests {
    /// How many of the baseline's parameters variants have no part for: positions and, with offsets
    /// in two layers, the final norm, output projections and feed-forward parts.
    private static let absent = ["sinusoidal": 1, "encoder-block": 2 + 2 * 2 + 2 * 4]

    private func dropoutSites(_ graph: Graph) -> Set<String> {
        Set(
            graph.nodes.compactMap { node in
                if case .dropout(_, let site) = node.op { site } else { nil }
            })
    }

    /// Variants in whose place a part of the baseline, with its parameters, is missing.
    private static let replacing: Set = [
        "bigram", "concat-positions", "narrow-feed-forward", "no-feed-forward", "no-norm",
        "no-projection", "relative-location",
    ]

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
        if !Self.replacing.contains(name) {
            // All but what the variant leaves out.
            #expect(shared.count == baseline.count - 1 - (Self.absent[name] ?? 0))
        }
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

    @Test("A variant's shared dropout sites are the baseline's", arguments: standardCatalogue.names)
    func sharedDropout(name: String) throws {
        let fixture = ModelFixture { $0.dropout = 0.2 }
        let baseline = dropoutSites(try fixture.traced("standard", .training).graph)
        #expect(
            baseline == [
                "transformer.drop", "transformer.h.0.attn.weights", "transformer.h.0.attn.output",
                "transformer.h.0.mlp.output", "transformer.h.1.attn.weights",
                "transformer.h.1.attn.output", "transformer.h.1.mlp.output",
            ])
        let own = dropoutSites(try fixture.traced(name, .training).graph)
        #expect(Self.replacing.contains(name) || own.isSuperset(of: baseline))
    }

    @Test("A variant's own dropout carries its name")
    func ownDropout() throws {
        let fixture = ModelFixture { $0.dropout = 0.2 }
        let sites = dropoutSites(try fixture.traced("head-gating", .training).graph)
        #expect(sites.contains("transformer.h.0.attn.head-gating.mlp_scale"))
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
