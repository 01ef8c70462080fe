import Tensors
import Testing
import Transformer
import Variants

@Suite("Names and composition of variants")
struct CompositionTests {
    private func message(_ name: String) -> String {
        do {
            return try "resolved: " + standardCatalogue.resolve(name).name
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "A name has one canonical form, which reads back as itself",
        arguments: [
            ("standard", "standard"),
            ("standard+standard", "standard"),
            ("soft-window", "soft-window"),
            (" soft-window + head-gating ", "soft-window+head-gating"),
            ("head-gating+standard+soft-window", "head-gating+soft-window"),
            ("bottleneck(divisor=8)", "bottleneck"),
            ("bottleneck( divisor = 4 )+soft-window", "bottleneck(divisor=4)+soft-window"),
            ("td-dense()", "td-dense"),
        ])
    func canonicalName(name: String, canonical: String) throws {
        let composition = try standardCatalogue.resolve(name)
        #expect(composition.name == canonical)
        #expect(try standardCatalogue.resolve(canonical) == composition)
    }

    @Test("Options of every type are spelled in a canonical name and read back")
    func optionTypes() throws {
        let catalogue = Catalogue([ManyOptions.self])
        let name = "many-options(isOn=true,list=[1, 2],mode=slow,scale=0.5,text=\"a+b, c\")"
        let composition = try catalogue.resolve(name)
        #expect(composition.name == name)
        let variant = try #require(composition.members.first as? ManyOptions)
        #expect(variant.options.mode == .slow && variant.options.list == [1, 2])
        #expect(variant.options.text == "a+b, c" && variant.options.scale == 0.5)
        #expect(variant.options.count == 1)
    }

    @Test("A whole number serves where a number is wanted")
    func wholeNumber() throws {
        let composition = try Catalogue([ManyOptions.self]).resolve("many-options(scale=2)")
        #expect(composition.name == "many-options(scale=2)")
        #expect(
            try Catalogue([ManyOptions.self]).resolve("many-options(scale=1)").name
                == "many-options")
    }

    @Test(
        "What cannot be resolved is refused with a sentence",
        arguments: [
            ("soft-windw", "There is no variant 'soft-windw'; the nearest is 'soft-window'."),
            (
                "soft-window+soft-window",
                "The variant 'soft-window' is named twice; a composition holds it once."
            ),
            (
                "soft-window+",
                "'soft-window+' is not the name of a variant: a variant's name is missing."
            ),
            (
                "bottleneck(divisor=4",
                "'bottleneck(divisor=4' is not the name of a variant: "
                    + "its brackets or quotes do not match."
            ),
            (
                "bottleneck(4)",
                "'bottleneck(4)' is not the name of a variant: "
                    + "'4' should have the form 'option=value'."
            ),
            (
                "bottleneck(divisor=2,divisor=4)",
                "'bottleneck(divisor=2,divisor=4)' is not the name of a variant: "
                    + "the option 'divisor' is given twice."
            ),
            (
                "soft-window+bottleneck( devisor=4 )",
                "In the variant's name 'bottleneck( devisor=4 )', the option 'devisor' is unknown; "
                    + "the nearest known option is 'divisor'."
            ),
            (
                "bottleneck(divisor=half)",
                "In the variant's name 'bottleneck(divisor=half)', the option 'divisor' is "
                    + "\"half\", but should be a whole number."
            ),
            (
                "bottleneck(divisor=0)",
                "In the variant's name 'bottleneck(divisor=0)', the option 'divisor' is 0, "
                    + "but should be a whole number of at least 1."
            ),
            (
                "bottleneck(divisor=Infinity)",
                "In the variant's name 'bottleneck(divisor=Infinity)', the option 'divisor' is "
                    + "inf, but should be a whole number."
            ),
            (
                "bottleneck(divisor={ a: 1, a: 2 })",
                "In the variant's name 'bottleneck(divisor={ a: 1, a: 2 })', the option "
                    + "'divisor.a' is given twice; keep one of them."
            ),
            (
                "soft-window(divisor=2)",
                "In the variant's name 'soft-window(divisor=2)', the option 'divisor' is unknown; "
                    + "no options are known here."
            ),
        ])
    func refusal(name: String, sentence: String) {
        #expect(message(name) == sentence)
    }

    @Test("What the baseline declares for a member is shared with the others")
    func sharedBaseline() throws {
        let model = try ModelFixture().traced(
            Composition([
                ScaledEmbedding(), standardCatalogue.resolve("tied-embeddings").members[0],
            ]))
        #expect(model.graph.parameters.count { $0.name.contains("wte") } == 1)
        #expect(model.counts.readout == 0)
    }

    @Test("A choice among an option's values lists them")
    func optionChoice() {
        #expect {
            try Catalogue([ManyOptions.self]).resolve("many-options(mode=medium)")
        } throws: { error in
            "\(error)" == "In the variant's name 'many-options(mode=medium)', the option 'mode' is "
                + "\"medium\", but should be \"fast\" or \"slow\"."
        }
    }

    @Test("Options from elsewhere are set, and named by their source and path")
    func externalOptions() throws {
        let options: [String: [String: JSONValue]] = [
            "bottleneck": ["divisor": .integer(2)], "td-dense": ["divisor": .integer(4)],
        ]
        let composition = try standardCatalogue.resolve(
            "bottleneck", options: options, source: "sweep.json5", path: "grid")
        #expect(composition.name == "bottleneck(divisor=2)")
        #expect {
            try standardCatalogue.resolve(
                "standard", options: ["bottleneck": ["divisor": .string("x")]],
                source: "sweep.json5", path: "grid")
        } throws: { error in
            "\(error)" == "sweep.json5: the key 'grid.bottleneck.divisor' is \"x\", "
                + "but should be a whole number."
        }
        #expect {
            try standardCatalogue.resolve(
                "bottleneck(divisor=3)", options: options, source: "sweep.json5", path: "grid")
        } throws: { error in
            "\(error)" == "sweep.json5: the key 'grid.bottleneck.divisor': "
                + "the name 'bottleneck(divisor=3)' sets this option too."
        }
    }

    @Test("An option is blamed on the place where it was written, the name or the configuration")
    func placeOfOption() {
        func message(_ name: String, _ option: String, _ value: Int) -> String {
            do {
                return try standardCatalogue.adding([TwoOptions.self]).resolve(
                    name, options: ["two-options": [option: .integer(value)]], source: "--set",
                    path: "base"
                ).name
            } catch {
                return "\(error)"
            }
        }
        #expect(message("two-options(first=2)", "second", 3) == "two-options(first=2,second=3)")
        #expect(
            message("two-options(first=0)", "second", 3)
                == "In the variant's name 'two-options(first=0)', the option 'first' is 0, "
                + "but should be above 0.")
        #expect(
            message("two-options(first=2)", "second", 0)
                == "--set: the key 'base.two-options.second' is 0, but should be above 0.")
        #expect(
            message("two-options(first=2)", "secnd", 1)
                == "--set: the key 'base.two-options.secnd' is unknown; "
                + "the nearest known key is 'second'.")
        #expect(
            message("standard", "second", 0)
                == "--set: the key 'base.two-options.second' is 0, but should be above 0.")
    }

    @Test("Two members that replace the same part are refused by name")
    func conflict() {
        #expect(
            throws: CompositionError.conflict(
                first: "tied-embeddings", second: "td-dense", part: "the readout")
        ) {
            try ModelFixture().traced("tied-embeddings+soft-window+td-dense")
        }
        let error = CompositionError.conflict(first: "a", second: "b", part: "the readout")
        #expect(
            error.description == "The variants 'a' and 'b' both replace the readout; "
                + "a composition can hold only one of them.")
    }

    @Test("A member that reads the table of token vectors needs an embedding that has it")
    func missingTable() throws {
        for name in ["concat-positions+tied-embeddings", "tied-embeddings+concat-positions"] {
            #expect {
                try ModelFixture().traced(name)
            } throws: { error in
                "\(error)" == "The variant 'tied-embeddings' reads the table of token vectors, but "
                    + "'concat-positions' replaces the token embedding by one without this table; "
                    + "a composition can hold only one of them."
            }
        }
        let tied = try standardCatalogue.resolve("tied-embeddings").members[0]
        #expect(
            throws: CompositionError.missingTable(reader: "tied-embeddings", replacer: "constant")
        ) { try ModelFixture().traced(Composition([tied, ConstantEmbedding()])) }
        // A variant may read a table that its own embedding does not.
        let alone = try ModelFixture().traced(Composition([ConstantEmbedding(isTied: true)]))
        #expect(alone.graph.parameters.contains { $0.name == "transformer.wte.weight" })
    }

    @Test("Members that leave each other's parts alone compose")
    func composes() throws {
        let model = try ModelFixture().traced(
            "soft-window+hard-window+head-gating+tied-embeddings", .training)
        let names = model.graph.parameters.map(\.name)
        #expect(names.contains("transformer.h.0.attn.c_mem.weight"))
        #expect(names.contains("transformer.h.0.attn.hard-window.c_mem.weight"))
        #expect(names.contains("transformer.h.1.attn.ln_std.weight"))
        #expect(!names.contains("lm_head.weight"))
    }

    @Test("A member that changes nothing is refused, in a composition and alone")
    func noEffect() {
        let idle = Mistyped()
        #expect(throws: CompositionError.noEffect(variant: "mistyped")) {
            try ModelFixture().traced(Composition([idle]))
        }
        #expect(throws: CompositionError.noEffect(variant: "mistyped")) {
            try ModelFixture().traced(Composition([SecondScores(), idle]))
        }
    }

    @Test("A member whose part another's replacement leaves out is refused")
    func bypassed() {
        #expect(throws: CompositionError.noEffect(variant: "second-scores")) {
            try ModelFixture().traced(Composition([AverageAttention(), SecondScores()]))
        }
    }

    @Test("A member of which only some hooks are called is refused, whoever comes first")
    func halfBypassed() throws {
        let encoder = try standardCatalogue.resolve("encoder-block").members[0]
        let error = CompositionError.bypassed(
            variant: "encoder-block", part: "the attention step", by: "parallel-block",
            whole: "the block")
        for members: [any Variant] in [
            [encoder, ParallelBlock()], [ParallelBlock(), encoder],
            [SecondScores(), encoder, ParallelBlock()],
        ] {
            #expect(throws: error) { try ModelFixture().traced(Composition(members)) }
        }
        #expect(
            error.description == "The variant 'encoder-block' changes the attention step, which "
                + "'parallel-block' leaves out, as it replaces the block; a composition can hold "
                + "only one of them.")
    }

    @Test("So is one whose transformation is left out")
    func bypassedTransformation() {
        let error = CompositionError.bypassed(
            variant: "scaled-twice", part: "the scores", by: "average-attention",
            whole: "the attention sublayer")
        #expect(throws: error) {
            try ModelFixture().traced(Composition([ScaledTwice(), AverageAttention()]))
        }
    }
}
