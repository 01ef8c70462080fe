import Foundation
import Sweeping
import Testing
import Training
import Transformer

@Suite("Random search")
struct DrawTests {
    private func spec(
        count: Int = 8, seed: Int = 1,
        draw: String = "learningRate: { logUniform: [1e-4, 1e-2] }, dropout: { uniform: [0, 0.3] }",
        others: String = ""
    ) -> String {
        """
        { name: 'x', search: { kind: 'random', count: \(count), seed: \(seed), draw: { \(draw) } }
          \(others.isEmpty ? "" : ", " + others) }
        """
    }

    @Test("every variant and every seed gets the same draws, seeds slowest and then draws")
    func fairness() throws {
        let plan = try sweepPlan(
            spec(others: "grid: { variant: ['standard', 'soft-window'], seed: [1, 2] }"))
        #expect(plan.cells.count == 32)
        #expect(plan.axes == ["variant", "dropout", "learningRate", "seed"])
        let rates = plan.cells.map(\.config.training.learningRate)
        #expect(Set(rates).count == 8)
        #expect(Array(rates[..<16]) == Array(rates[16...]))
        #expect((0..<8).allSatisfy { rates[2 * $0] == rates[2 * $0 + 1] })
    }

    @Test("values lie where they should, spread out, with few digits")
    func ranges() throws {
        let plan = try sweepPlan(
            spec(
                count: 400,
                draw: """
                    learningRate: { logUniform: [1e-4, 1e-2] }, dropout: { uniform: [0, 0.3] },
                    layers: { integers: [1, 6] }, heads: { choices: [2, 4, 8] }
                    """))
        #expect(plan.cells.count == 400)
        let rates = plan.cells.map(\.config.training.learningRate)
        #expect(rates.allSatisfy { (1e-4...1e-2).contains($0) })
        // Half of them below the geometric mean.
        #expect((160...240).contains(rates.count { $0 < 1e-3 }))
        let dropouts = plan.cells.map(\.config.model.dropout)
        #expect(dropouts.allSatisfy { (0...0.3).contains($0) })
        #expect((160...240).contains(dropouts.count { $0 < 0.15 }))
        for layers in 1...6 {
            #expect((40...95).contains(plan.cells.count { $0.config.model.layers == layers }))
        }
        for heads in [2, 4, 8] {
            #expect((100...170).contains(plan.cells.count { $0.config.model.heads == heads }))
        }
        #expect(rates.allSatisfy { "\($0)".count <= 9 }, "\(rates)")
        #expect(dropouts.allSatisfy { "\($0)".count <= 6 }, "\(dropouts)")
    }

    @Test("a narrow range far from 0 keeps enough digits, and its ends")
    func narrow() throws {
        let plan = try sweepPlan(
            spec(count: 50, draw: "beta2: { uniform: [0.9899, 0.9901] }"))
        let values = plan.cells.map(\.config.training.beta2)
        #expect(values.allSatisfy { (0.9899...0.9901).contains($0) })
        #expect(Set(values).count > 40)
    }

    @Test("more draws only add trials, and another key leaves the others' values as they were")
    func stability() throws {
        let few = try sweepPlan(spec(count: 5)).cells.map(\.config)
        let many = try sweepPlan(spec(count: 9)).cells.map(\.config)
        #expect(few == Array(many[..<5]))
        let another = try sweepPlan(
            spec(
                count: 5,
                draw: """
                    beta2: { uniform: [0.9, 0.99] }, learningRate: { logUniform: [1e-4, 1e-2] },
                    dropout: { uniform: [0, 0.3] }
                    """)
        ).cells.map(\.config)
        #expect(another.map(\.training.learningRate) == few.map(\.training.learningRate))
        #expect(another.map(\.model.dropout) == few.map(\.model.dropout))
        let other = try sweepPlan(spec(count: 5, seed: 2)).cells.map(\.config)
        let rates = Set(other.map(\.training.learningRate))
        #expect(rates.isDisjoint(with: few.map(\.training.learningRate)))
    }

    @Test("a combination that cannot be is drawn again, for every variant alike")
    func impossible() throws {
        let plan = try sweepPlan(
            spec(
                count: 60, draw: "heads: { integers: [1, 8] }, width: { choices: [48, 64, 100] }",
                others: "grid: { variant: ['standard', 'soft-window'] }"))
        #expect(plan.cells.allSatisfy { $0.config.model.width % $0.config.model.heads == 0 })
        #expect(plan.cells.count % 2 == 0)
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan(spec(draw: "heads: { choices: [3, 5] }"))
        }
        #expect(error?.path == "search.draw")
        #expect("\(error as Any)".contains("heads do not divide the width 128"))
        #expect("\(error as Any)".contains("1000 attempts"))
        #expect("\(error as Any)".split(separator: "Sweeps/x.json5").count == 2, "named once")
    }

    @Test("cells that are skipped may be impossible, and do not have a draw drawn again")
    func skipped() throws {
        let plan = try sweepPlan(
            spec(
                count: 40, draw: "heads: { choices: [3, 4] }",
                others: "grid: { width: [96, 128] }, skip: [{ heads: 3, width: 128 }]"))
        #expect(
            Set(plan.cells.map { [$0.config.model.heads, $0.config.model.width] })
                == [[3, 96], [4, 96], [4, 128]])
        // What is drawn may happen not to match.
        _ = try sweepPlan(
            spec(count: 1, draw: "layers: { integers: [1, 9] }", others: "skip: [{ layers: 20 }]"))
    }

    @Test("draws of a variant's option apply to its cells alone")
    func options() throws {
        let plan = try sweepPlan(
            spec(
                count: 6, draw: "'bottleneck.divisor': { choices: [2, 4, 8] }",
                others: "grid: { variant: ['standard', 'bottleneck'] }"))
        #expect(plan.cells.count { $0.config.variant.name == "standard" } == 1)
        #expect(plan.cells.count > 2)
    }

    @Test("the values of one seed are these, on every machine")
    func recorded() throws {
        let cells = try sweepPlan(spec(count: 3)).cells
        let values = cells.map { "\($0.config.training.learningRate) \($0.config.model.dropout)" }
        #expect(values == Self.recordedValues)
    }

    private static let recordedValues = [
        "0.000915 0.0782", "0.0001264 0.1966", "0.001385 0.0598",
    ]
}
