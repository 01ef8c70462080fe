import Testing
import Transformer
import Variants

import Conformance

@Suite("The check before a sweep")
struct QuickCheckTests {
    private func cells() -> [ModelConfig] {
        var models: [ModelConfig] = []
        for heads in [2, 4] {
            for layers in [2, 4] {
                for blockSize in [32, 64] {
                    var model = ModelConfig()
                    (model.heads, model.layers, model.blockSize) = (heads, layers, blockSize)
                    models.append(model)
                }
            }
        }
        return models
    }

    @Test(
        "every variant of the catalogue passes, examined at one small size for all cells of a kind",
        arguments: standardCatalogue.names)
    func catalogue(name: String) throws {
        let variant = try standardCatalogue.resolve(name)
        let report = Conformance.quickCheck(variant, models: cells() + cells())
        #expect(report.passed, "\(report)")
        #expect(report.findings.first?.sentence == "The variant traces at 8 sizes.")
        #expect(
            report.findings.filter { $0.check == .gradients }.map(\.size) == [
                "2 layers, 2 heads, width 8, block size 7, vocabulary 9, predict every, batch 2"
            ])
    }

    @Test("a sweep over a text of one token is no fault of its variants")
    func singleToken() {
        let models = cells().map { cell in
            var model = cell
            model.vocabulary = 1
            return model
        }
        let report = Conformance.quickCheck(.standard, models: models)
        #expect(report.passed, "\(report)")
    }

    @Test("a cell that cannot be traced is named by its size")
    func impossibleCell() throws {
        var last = ModelConfig()
        last.predict = .last
        let report = Conformance.quickCheck(
            try Composition([EveryOnly()]), models: cells() + [last])
        #expect(report.failures.map(\.check) == [.trace])
        #expect(report.failures.first?.size?.contains("predict last") == true)
    }

    @Test("a variant that is not causal is refused, unless the cells are not")
    func causality() throws {
        let peeking = try Composition([Peeking()])
        let report = Conformance.quickCheck(peeking, models: cells())
        #expect(report.failures.allSatisfy { $0.check == .causality })
        #expect(!report.passed)
        let open = cells().map { cell in
            var model = cell
            model.causal = false
            return model
        }
        #expect(Conformance.quickCheck(peeking, models: open).passed)
    }

    @Test(
        "a variant that mixes rows, draws at evaluation, or has nothing to train is refused",
        arguments: [
            (Mixing() as any Variant, Check.batchRows), (Flickering(), .determinism),
            (Idle(), .everyParameter),
        ])
    func unsound(variant: any Variant, check: Check) throws {
        let report = Conformance.quickCheck(try Composition([variant]), models: cells())
        #expect(!report.passed)
        #expect(report.failures.contains { $0.check == check })
    }

    @Test("a variant that can be examined at no size has not passed")
    func unexamined() throws {
        let fickle = try Composition([Fickle()])
        let model = cells()[0]
        for _ in 0..<2 {
            Fickle.calls = 0
            _ = try trace(model, fickle, batch: 2, purpose: .inference)
        }
        // The first trace is the last that succeeds.
        Fickle.limit = Fickle.calls
        Fickle.calls = 0
        let report = Conformance.quickCheck(fickle, models: [model])
        #expect(report.failures.map(\.check) == [.trace], "\(report)")
        #expect(report.failures.first?.size?.contains("block size 32") == true)
    }

    @Test("a variant that needs room is examined at the smallest size that has it")
    func room() throws {
        let report = Conformance.quickCheck(try Composition([Roomy()]), models: cells())
        #expect(report.passed, "\(report)")
        let size = report.findings.compactMap(\.size).first
        #expect(size?.contains("block size 15") == true, "\(report)")
    }
}
