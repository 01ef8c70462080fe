import Foundation
import Tensors
import Testing
import Transformer
import Variants

import Conformance

@Suite("Conformance checks")
struct CheckTests {
    @Test("every variant of the catalogue passes", arguments: standardCatalogue.names)
    func catalogue(name: String) throws {
        let report = Conformance.check(try standardCatalogue.resolve(name))
        #expect(report.passed, "\(report)")
        #expect(Set(report.findings.map(\.check)) == Set(Check.allCases))
    }

    @Test("compositions drawn from the catalogue pass", arguments: Self.drawnCompositions(6))
    func compositions(name: String) throws {
        let report = Conformance.check(try standardCatalogue.resolve(name))
        #expect(report.passed, "\(report)")
    }

    @Test("what learns from the initial values of one framework only passes, and says so")
    func initialValues() throws {
        let variant = try standardCatalogue.resolve("no-norm+no-residual")
        let report = Conformance.check(variant)
        #expect(report.passed, "\(report)")
        let reservation = "from the initial values of \"torch\", not from those of \"gpt2\""
        #expect(report.description.contains(reservation))
        func check(_ initialization: Initialization) -> ConformanceReport {
            var model = ModelConfig()
            model.initialization = initialization
            return Conformance.check(
                variant, sizes: CheckSize.standard(base: model), long: [],
                fixed: ["initialization"])
        }
        let torch = check(.torch)
        #expect(torch.passed && !torch.description.contains("not from those of"), "\(torch)")
        // Values that were asked for are not exchanged for others.
        let gpt2 = check(.gpt2)
        #expect(Set(gpt2.failures.map(\.check)) == [.learning], "\(gpt2)")
    }

    @Test(
        "options that are not the defaults pass",
        arguments: [
            "soft-window+td-dense(divisor=3)", "relative-location(perHead=true)",
            "relative-location(decay=true)", "narrow-feed-forward(projection=false)",
            "encoder-block(feedForward=rectified)", "conv-reduce(kernel=2)",
            "concat-positions(divisor=2)",
        ])
    func options(name: String) throws {
        let report = Conformance.check(try standardCatalogue.resolve(name))
        #expect(report.passed, "\(report)")
        #expect(report.variant.contains("="))
    }

    @Test("a model that is not causal, and one with ReLU, pass")
    func otherModels() throws {
        var model = ModelConfig()
        model.causal = false
        model.activation = .relu
        let report = Conformance.check(.standard, sizes: CheckSize.standard(base: model))
        #expect(report.passed, "\(report)")
        #expect(!report.findings.contains { $0.check == .causality })
    }

    @Test("a broken variant is caught by the check for its fault, and by no other")
    func broken() throws {
        let faults: [(any Variant, Check)] = [
            (Peeking(), .causality), (Leaking(), .causality), (Mixing(), .batchRows),
            (Idle(), .everyParameter), (Flickering(), .determinism), (Misshapen(), .trace),
            (Blind(), .learning), (Rooting(), .finite), (Overreaching(), .finite),
        ]
        for (variant, fault) in faults {
            let report = Conformance.check(try Composition([variant]))
            #expect(!report.passed)
            #expect(Set(report.failures.map(\.check)) == [fault], "\(report)")
            #expect(report.description.contains("FAIL  \(fault.rawValue)"))
        }
    }

    @Test("values that are not finite, and rows that a table does not have, are said to be")
    func unsound() throws {
        let causes: [(any Variant, String)] = [
            (Rooting(), "is not a number, and nothing else was examined here"),
            (Overreaching(), "it takes whole numbers from 0 to"),
        ]
        for (variant, sentence) in causes {
            let variant = try Composition([variant])
            let quick = Conformance.quickCheck(variant, models: [ModelConfig()])
            for report in [Conformance.check(variant), quick] {
                #expect(report.failures.allSatisfy { $0.sentence.contains(sentence) }, "\(report)")
                #expect(!report.passed)
            }
        }
    }

    @Test("a size at which there is nothing to compare is no fault of the variant")
    func nothingToCompare() throws {
        var model = ModelConfig()
        (model.heads, model.blockSize) = (1, 1)
        for key in ["heads", "blockSize"] {
            let sizes = CheckSize.standard(base: model, fixed: [key])
            let report = Conformance.check(
                try standardCatalogue.resolve("soft-window+head-gating"), sizes: sizes)
            #expect(report.passed, "\(report)")
            #expect(!report.findings.contains { $0.check == .everyParameter })
        }
    }

    @Test("a variant for one prediction only passes, and the report says so")
    func onePrediction() throws {
        let report = Conformance.check(try Composition([EveryOnly()]))
        #expect(report.passed, "\(report)")
        #expect(report.description.contains("not made for predict \"last\""))
        var model = ModelConfig()
        model.predict = .last
        let sizes = CheckSize.standard(base: model, fixed: ["predict"])
        #expect(!Conformance.check(try Composition([EveryOnly()]), sizes: sizes).passed)
    }

    @Test("a variant without an effect at some sizes passes; without one at any, it does not")
    func effect() throws {
        let linked = try Composition([Linked()])
        #expect(Conformance.check(linked).passed)
        var model = ModelConfig()
        model.layers = 1
        let sizes = CheckSize.standard(base: model, fixed: ["layers"])
        let report = Conformance.check(linked, sizes: sizes)
        #expect(Set(report.failures.map(\.check)) == [.trace])
        #expect(report.description.contains("changes nothing"))
    }

    @Test("keys that were set by hand hold at every size")
    func fixedKeys() {
        var model = ModelConfig()
        model.heads = 5
        model.blockSize = 4
        let sizes = CheckSize.standard(base: model, fixed: ["heads", "blockSize"])
        #expect(!sizes.isEmpty)
        #expect(sizes.allSatisfy { $0.model.heads == 5 && $0.model.blockSize == 4 })
        #expect(sizes.allSatisfy { $0.model.width % 5 == 0 })
    }

    @Test("a vocabulary with which nothing can be shown is refused")
    func trivialVocabulary() throws {
        var model = ModelConfig()
        model.vocabulary = 2
        try CheckSize.refuseTrivial(model, source: "--set")
        let report = Conformance.check(
            .standard, sizes: CheckSize.standard(base: model, fixed: ["vocabulary"]))
        #expect(report.passed, "\(report)")
        model.vocabulary = 1
        #expect {
            try CheckSize.refuseTrivial(model, source: "--set")
        } throws: { error in
            "\(error)".hasPrefix(
                "--set: the key 'vocabulary': with a vocabulary of 1 every loss is 0")
        }
    }

    @Test("a gradient that is not the loss's is found, with the element")
    func wrongGradient() throws {
        var model = ModelConfig()
        (model.layers, model.heads, model.width, model.blockSize) = (1, 1, 4, 3)
        model.vocabulary = 5
        var specimen = try Specimen(.standard, CheckSize(model, batch: 2))
        #expect(try Finding.gradients(specimen).passed)
        model.activation = .relu
        specimen.evaluation = try Specimen(.standard, CheckSize(model, batch: 2)).evaluation
        let finding = try Finding.gradients(specimen)
        #expect(!finding.passed)
        #expect(finding.sentence.contains("but finite differences give"))
    }

    @Test("a difference between the executors is found, unless it is Float's rounding")
    func executorDifference() {
        let exact = ["loss": [2.0], "grad.a": [1.0, -3.0], "grad.b": [1e-12]]
        let rounded: [String: [Float]] = ["loss": [2.000001], "grad.a": [1, -3], "grad.b": [1e-7]]
        #expect(OutputDifference(fast: rounded, exact: exact).ratio < 1e-3)
        let wrong: [String: [Float]] = ["loss": [2], "grad.a": [1, -2.9], "grad.b": [0]]
        let difference = OutputDifference(fast: wrong, exact: exact)
        #expect(difference.ratio > 1e-3)
        #expect(difference.output == "grad.a" && difference.element == 1)
        let broken: [String: [Float]] = ["loss": [.nan], "grad.a": [1, -3], "grad.b": [0]]
        #expect(OutputDifference(fast: broken, exact: exact).ratio == .infinity)
    }

    /// Different compositions of two or three variants that can be traced together.
    static func drawnCompositions(_ count: Int) -> [String] {
        let stream = RandomStream(seed: 1, purpose: .test, name: "compositions")
        let names = standardCatalogue.names.filter { $0 != Composition.standardName }
        var result: [String] = []
        for draw in 0..<UInt64(100 * count) where result.count < count {
            let size = 2 + stream.integer(at: 4 * draw, below: 2)
            let members = (1...size).map {
                names[stream.integer(at: 4 * draw + UInt64($0), below: names.count)]
            }
            let name = members.joined(separator: "+")
            guard let variant = try? standardCatalogue.resolve(name),
                (try? trace(ModelConfig(), variant, batch: 1, purpose: .inference)) != nil,
                !result.contains(name)
            else { continue }
            result.append(name)
        }
        return result
    }
}
