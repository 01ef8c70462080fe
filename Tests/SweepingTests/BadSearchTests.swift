import Foundation
import Sweeping
import Testing
import Transformer

/// Each mistake is one sentence that names the file and the key.
@Suite("Bad searches")
struct BadSearchTests {
    private static let random = "kind: 'random', count: 3, draw:"
    private static let rungs = "base: { steps: 900, evaluateEvery: 50 }, search:"

    @Test(
        "a mistake is one sentence with file, key and what is right",
        arguments: [
            ("search: 3", ["'search' is 3", "an object"]),
            ("search: {}", ["'search.kind' is missing", "\"halving\""]),
            ("search: { kind: 'halvin' }", ["'search.kind'", "the nearest is 'halving'"]),
            ("search: { kind: 'grid', count: 3 }", ["'search.count' is unknown"]),
            ("search: { kind: 'random', draw: {} }", ["'search.count' is missing"]),
            ("search: { kind: 'random', count: 0 }", ["'search.count' is 0", "at least 1"]),
            ("search: { kind: 'random', count: 2 }", ["'search.draw' is missing"]),
            ("search: { kind: 'random', count: 2, draw: {} }", ["'search.draw' is {}"]),
            (
                "search: { kind: 'random', count: 2, seed: -1, draw: { a: 1 } }",
                ["'search.seed' is -1"]
            ),
            ("search: { \(random) { layers: 3 } }", ["'search.draw.layers' is 3", "an object"]),
            (
                "search: { \(random) { layers: {} } }",
                ["'search.draw.layers' is {}", "'integers', 'choices'"]
            ),
            (
                "search: { \(random) { layers: { integers: [1, 2], choices: [1] } } }",
                ["'search.draw.layers' is an object with 'choices' and 'integers'"]
            ),
            (
                "search: { \(random) { layers: { integer: [1, 2] } } }",
                ["'search.draw.layers.integer' is unknown", "'integers'"]
            ),
            (
                "search: { \(random) { layers: { integers: [2, 1] } } }",
                ["'search.draw.layers.integers' is [2, 1]", "two whole numbers"]
            ),
            (
                "search: { \(random) { layers: { integers: [1, 2.5] } } }",
                ["'search.draw.layers.integers'"]
            ),
            (
                "search: { \(random) { layers: { integers: [-9223372036854775807, 9223372036854775807] } } }",
                ["'search.draw.layers.integers'"]
            ),
            (
                "search: { \(random) { dropout: { uniform: [0.1] } } }",
                ["'search.draw.dropout.uniform'", "a list of two numbers"]
            ),
            (
                "search: { \(random) { learningRate: { logUniform: [0, 1] } } }",
                ["'search.draw.learningRate.logUniform'", "above 0"]
            ),
            (
                "search: { \(random) { heads: { choices: [] } } }",
                ["'search.draw.heads.choices' is []"]
            ),
            (
                "search: { \(random) { heads: { choices: [2, 2.0] } } }",
                ["'search.draw.heads.choices'", "listed twice"]
            ),
            (
                "search: { \(random) { heads: { choices: ['two'] } } }",
                ["'search.draw.heads' is \"two\"", "a whole number"]
            ),
            (
                "search: { \(random) { dropout: { uniform: [1, 2] } } }",
                ["'search.draw.dropout'", "below 1"]
            ),
            (
                "search: { \(random) { hedas: { choices: [2] } } }",
                ["'search.draw.hedas' is unknown", "'heads'"]
            ),
            (
                "search: { \(random) { seed: { choices: [2] } } }",
                ["'search.draw.seed'", "in the grid"]
            ),
            (
                "search: { \(random) { variant: { choices: ['standard'] } } }",
                ["'search.draw.variant'", "in the grid"]
            ),
            (
                "search: { \(random) { 'bottleneck.divisor': { choices: [2] } } }",
                ["'search.draw.bottleneck.divisor'", "no cell has the variant"]
            ),
            (
                "base: { heads: 4 }, search: { \(random) { heads: { choices: [2] } } }",
                ["'search.draw.heads'", "'base.heads' sets this key too"]
            ),
            (
                "grid: { heads: [4] }, search: { \(random) { heads: { choices: [2] } } }",
                ["'search.draw.heads'", "'grid.heads' sets this key too"]
            ),
            (
                "cases: [{}, { heads: 4 }], search: { \(random) { heads: { choices: [2] } } }",
                ["'search.draw.heads'", "'cases[1].heads' sets this key too"]
            ),
            (
                "base: { batchTokens: 640 }, search: { \(random) { batch: { choices: [2] } } }",
                ["'search.draw.batch'", "'base.batchTokens' sets what stands in its place"]
            ),
            (
                "grid: { seed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }, search: { kind: 'random', "
                    + "count: 100000, draw: { heads: { choices: [2] } } }",
                ["'search.count'", "more than 1000000 cells"]
            ),
            ("\(rungs) { kind: 'halving' }", ["'search.minimum' is missing"]),
            ("\(rungs) { kind: 'halving', minimum: 0 }", ["'search.minimum' is 0"]),
            (
                "\(rungs) { kind: 'halving', minimum: 100, reduction: 1 }",
                ["'search.reduction' is 1", "at least 2"]
            ),
            (
                "\(rungs) { kind: 'halving', minimum: 100, reduction: 2.5 }",
                ["'search.reduction' is 2.5", "a whole number"]
            ),
            (
                "\(rungs) { kind: 'halving', minimum: 120 }",
                ["'search.minimum'", "120 steps", "every 50", "such as 100"]
            ),
            (
                "\(rungs) { kind: 'halving', minimum: 900 }",
                ["'search.minimum'", "900 steps, so that none would be stopped"]
            ),
            (
                "\(rungs) { kind: 'halving', minimum: 100, count: 4 }",
                ["'search.count'", "no 'draw'"]
            ),
            (
                "\(rungs) { kind: 'halving', minimum: 100, maximum: 4 }",
                ["'search.maximum' is unknown", "'minimum'"]
            ),
            (
                "base: { epochs: 3 }, search: { kind: 'halving', minimum: 100 }",
                ["'base.epochs'", "'steps' in the place of 'epochs'"]
            ),
            (
                "base: { evaluateEvery: 50 }, grid: { steps: [200, 300] }, "
                    + "search: { kind: 'halving', minimum: 100 }",
                ["'grid.steps[1]'", "equally many steps", "200 and with 300"]
            ),
            (
                "base: { evaluateEvery: 50, steps: 200 }, grid: { validation: [0.1, 0.2] }, "
                    + "search: { kind: 'halving', minimum: 100 }",
                ["'grid.validation[1]'", "different data"]
            ),
            ("tune: []", ["'tune' is []", "an object"]),
            ("tune: { choose: [1], measure: [2] }", ["'tune' is", "at least one key to tune"]),
            ("tune: { learningRate: [1e-3], measure: [2] }", ["'tune.choose' is missing"]),
            ("tune: { learningRate: [1e-3], choose: [2] }", ["'tune.measure' is missing"]),
            (
                "tune: { learningRate: [1e-3], choose: [1, 2], measure: [3, 2] }",
                ["'tune.measure[1]'", "'choose' has the seed 2 too"]
            ),
            (
                "tune: { learningRate: [1e-3], choose: [], measure: [3] }",
                ["'tune.choose' is []", "at least one"]
            ),
            (
                "tune: { learningRate: [1e-3], choose: [1, 1], measure: [3] }",
                ["'tune.choose'", "listed twice"]
            ),
            (
                "tune: { learningRate: [1e-3], choose: [1.5], measure: [3] }",
                ["'tune.choose' is [1.5]", "whole numbers"]
            ),
            (
                "tune: { learningRate: 1e-3, choose: [1], measure: [3] }",
                ["'tune.learningRate'", "a list"]
            ),
            (
                "tune: { learningRat: [1e-3], choose: [1], measure: [3] }",
                ["'tune.learningRat' is unknown", "'learningRate'"]
            ),
            (
                "tune: { variant: ['standard'], choose: [1], measure: [3] }",
                ["'tune.variant'", "list them in the grid"]
            ),
            ("tune: { seed: [1], choose: [1], measure: [3] }", ["'tune.seed'", "name the seeds"]),
            (
                "tune: { 'bottleneck.divisor': [1], choose: [1], measure: [3] }",
                ["'tune.bottleneck.divisor'", "an option cannot be tuned"]
            ),
            (
                "base: { layers: 2 }, tune: { layers: [1], choose: [1], measure: [3] }",
                ["'tune.layers'", "'base.layers' sets this key too"]
            ),
            (
                "grid: { seed: [1] }, tune: { layers: [1], choose: [1], measure: [3] }",
                ["'grid.seed'", "name the seeds"]
            ),
            (
                "grid: { variant: ['standard', 'soft-window'] }, "
                    + "tune: { layers: [1, 2], choose: [1], measure: [3] }, "
                    + "skip: [{ variant: 'standard', layers: 2 }]",
                ["'skip'", "equal budgets"]
            ),
            (
                "tune: { layers: [1, 2], choose: [1], measure: [3] }, "
                    + "search: { \(random) { heads: { choices: [2] } } }",
                ["'tune'", "does not go together", "\"random\""]
            ),
        ])
    func sentence(members: String, words: [String]) {
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan("{ name: 'x', \(members) }")
        }
        let text = "\(error as Any)"
        for word in words + ["Sweeps/x.json5"] {
            #expect(text.contains(word), "\(word) is not in: \(text)")
        }
        #expect(error.map { "\($0)".filter { $0 == "\n" }.isEmpty } == true)
    }

    @Test(
        "arguments of the command line that say what is searched for are refused",
        arguments: [
            ("search.count=9", "change its 'search' in the file"),
            ("tune={}", "change its 'tune' in the file"),
            ("learningRate=1e-3", "the spec draws it"),
        ])
    func overrides(argument: String, words: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan(
                "{ name: 'x', search: { \(Self.random) { learningRate: { uniform: [1, 2] } } } }",
                set: [argument])
        }
        #expect(error?.source == "--set" && "\(error as Any)".contains(words))
    }

    @Test("so are those of tuned keys and their seeds", arguments: ["layers=2", "seed=[1,2]"])
    func tunedOverrides(argument: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan(
                "{ name: 'x', tune: { layers: [1], choose: [1], measure: [3] } }", set: [argument])
        }
        #expect(error?.source == "--set" && "\(error as Any)".contains("'tune'"))
    }

    @Test("a rung before the first evaluation suggests one that can be")
    func suggestion() {
        let error = #expect(throws: ConfigurationError.self) {
            try sweepPlan("{ name: 'x', \(Self.rungs) { kind: 'halving', minimum: 7 } }")
        }
        #expect("\(error as Any)".contains("such as 50"))
    }
}
