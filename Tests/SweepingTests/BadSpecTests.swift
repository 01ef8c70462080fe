import Foundation
import Sweeping
import TestSupport
import Testing
import Transformer

/// Each mistake is one sentence that names the file and the key.
@Suite("Bad specs")
struct BadSpecTests {
    @Test(
        "a mistake is one sentence with file, key and what is right",
        arguments: [
            ("{ name: 'x', base: { layer: 4 } }", ["'base.layer' is unknown", "'layers'"]),
            ("{ name: 'x', bass: {} }", ["'bass' is unknown", "'base'"]),
            (
                "{ name: 'x', data: { corpse: 'grammar' } }",
                ["'data.corpse' is unknown", "'corpus'"]
            ),
            ("{ name: 'x', data: { layers: 4 } }", ["'data.layers' is unknown"]),
            ("{ name: 'x', grid: { hedas: [1] } }", ["'grid.hedas' is unknown", "'heads'"]),
            ("{ name: 'x', grid: { seeds: [1, 2] } }", ["'grid.seeds' is unknown", "'seed'"]),
            (
                "{ name: 'x', grid: { 'bottleneck.divisor': [4, 8] } }",
                ["'grid.bottleneck.divisor'", "no cell has the variant"]
            ),
            (
                "{ name: 'x', base: { with: ['bottleneck(divisr=2)'] } }",
                ["'base.with'", "the option 'divisr' is unknown", "'divisor'"]
            ),
            ("{ name: 'x', base: { variant: '' } }", ["'base.variant'", "the name of a variant"]),
            (
                "{ name: 'x', base: { layers: 'four' } }",
                ["'base.layers' is \"four\"", "a whole number"]
            ),
            ("{ name: 'x', grid: { layers: 4 } }", ["'grid.layers' is 4", "a list"]),
            ("{ name: 'x', grid: { layers: [] } }", ["'grid.layers' is []", "at least one"]),
            (
                "{ name: 'x', grid: { layers: [2, 1.5] } }",
                ["'grid.layers[1]' is 1.5", "a whole number"]
            ),
            (
                "{ name: 'x', grid: { dropout: [0, 0.0] } }",
                ["'grid.dropout'", "is listed twice"]
            ),
            (
                "{ name: 'x', grid: { heads: [2, 3], seed: [1, 2] } }",
                ["heads=3, seed=1", "'grid.heads[1]'", "3 heads do not divide the width 128"]
            ),
            (
                "{ name: 'x', base: { batchTokens: 100 } }",
                ["'base.batchTokens' is 100", "a multiple of the blockSize"]
            ),
            (
                "{ name: 'x', base: { batch: 1, batchTokens: 64 } }",
                ["'base.batchTokens'", "'batch'"]
            ),
            (
                "{ name: 'x', base: { evaluationStride: 65 } }",
                ["'base.evaluationStride'", "blockSize"]
            ),
            (
                "{ name: 'x', grid: { variant: ['standard', 'soft-windov'] } }",
                ["'grid.variant[1]'", "'soft-windov'", "'soft-window'"]
            ),
            (
                "{ name: 'x', base: { variant: 'bottleneck+td-dense' } }",
                ["'base.variant'", "'bottleneck' and 'td-dense'"]
            ),
            (
                "{ name: 'x', base: { 'bottleneck.divisr': 4, variant: 'bottleneck' } }",
                ["'base.bottleneck.divisr' is unknown", "'divisor'"]
            ),
            (
                "{ name: 'x', grid: { variant: ['standard', 'bottleneck(divisor=0)'] } }",
                [
                    "'grid.variant[1]'", "In the variant's name 'bottleneck(divisor=0)'",
                    "'divisor' is 0",
                ]
            ),
            (
                "{ name: 'x', base: { variant: 'bottleneck', 'bottleneck.divisor': 0 } }",
                ["the key 'base.bottleneck.divisor' is 0"]
            ),
            (
                "{ name: 'x', base: { 'bottleneck.divisor': 4 } }",
                ["'base.bottleneck.divisor'", "no cell has the variant"]
            ),
            (
                "{ name: 'x', base: { 'botleneck.divisor': 4 } }",
                ["'base.botleneck.divisor' is unknown", "'bottleneck.divisor'"]
            ),
            (
                "{ name: 'x', grid: { heads: [2, 4] }, skip: [{ heads: 8 }] }",
                ["'skip[0]'", "no cell is {\"heads\": 8}"]
            ),
            (
                "{ name: 'x', grid: { heads: [2, 4] }, skip: [{ head: 4 }] }",
                ["'skip[0].head' is unknown", "'heads'"]
            ),
            (
                "{ name: 'x', grid: { heads: [2, 4] }, skip: [{ heads: [2, 4] }] }",
                ["'skip'", "no cell"]
            ),
            (
                "{ name: 'x', grid: { heads: [2, 4] }, cases: [{ heads: 8 }] }",
                ["'cases[0].heads'", "the grid sets this key too"]
            ),
            (
                "{ name: 'x', grid: { variant: ['soft-window'] }, baseline: 'standard' }",
                ["'baseline' is \"standard\"", "a variant of the sweep"]
            ),
            ("{ base: {} }", ["'name' is missing"]),
            ("{ name: '' }", ["'name' is \"\"", "letters"]),
            (
                "{ name: 'x', data: { corpus: '' } }",
                ["'data.corpus' is \"\"", "or the path of a text file"]
            ),
            ("{ name: '../x' }", ["'name' is \"../x\"", "letters"]),
            ("{ name: 'x'", ["not JSON5"]),
            ("[]", ["an object"]),
            (
                "{ name: 'x', data: { corpus: 'grammer' } }",
                ["'data.corpus'", "grammer", "grammar"]
            ),
            (
                "{ name: 'x', data: { corpus: 'grammar' }, base: { corpus: 'grammar' } }",
                ["'base.corpus'", "'data' sets this key too"]
            ),
            (
                "{ name: 'x', data: { validation: 1.5 } }",
                ["'data.validation' is 1.5", "below 1", "a whole number of tokens"]
            ),
            (
                "{ name: 'x', data: { validation: 0.0005 }, base: { blockSize: 1024, batch: 1 } }",
                ["'base.blockSize'", "validation part", "blockSize of 1024"]
            ),
            (
                "{ name: 'x', data: { test: 0 } }",
                ["'data.test' is 0", "a fraction above 0 and below 1"]
            ),
            (
                "{ name: 'x', data: { test: 'all' } }",
                ["'data.test' is \"all\"", "a whole number of tokens"]
            ),
            ("{ name: 'x', data: { length: 0 } }", ["'data.length' is 0", "at least 1"]),
            (
                "{ name: 'x', data: { length: 1002523 } }",
                ["'data.length'", "The length is 1002523", "should be from 1 to 1002522"]
            ),
            (
                "{ name: 'x', data: { validation: 0.5, test: 0.5 } }",
                ["'data.test'", "501261 and the test part 501261 of 1002522", "none for training"]
            ),
            (
                "{ name: 'x', data: { validation: 2000000 } }",
                ["'data.validation'", "to have 2000000 of 1002522 tokens"]
            ),
            (
                "{ name: 'x', data: { test: 64 } }",
                ["'data.test'", "test part", "has 64 tokens", "at least 65"]
            ),
            (
                "{ name: 'x', data: { length: 9, validation: 1, test: 2 }, base: { blockSize: 4 } }",
                ["'data.validation'", "validation part", "has 1 token,", "at least 5"]
            ),
            (
                "{ name: 'x', data: { length: 600, validation: 0.1 }, base: { blockSize: 64 } }",
                ["'data.length'", "validation part", "has 60 tokens"]
            ),
            (
                "{ name: 'x', columns: ['accuracy', 'wordOverlap'] }",
                ["'columns'", "no cell measures 'wordOverlap'", "'metrics' has \"wordOverlap\""]
            ),
            (
                "{ name: 'x', columns: ['testLoss'], base: { metrics: ['training'] } }",
                ["'columns'", "no cell measures 'testLoss'", "'test' gives the test a part"]
            ),
            (
                "{ name: 'x', columns: ['confidenceTest'], base: { metrics: ['confidence'] } }",
                ["no cell measures 'confidenceTest'", "'metrics' has \"confidence\" and 'test'"]
            ),
            (
                "{ name: 'x', base: { metrics: ['confidense'] } }",
                ["'base.metrics'", "[\"confidense\"]", "the nearest is 'confidence'"]
            ),
            (
                "{ name: 'x', base: { metrics: ['wordOverlap'], causal: false } }",
                ["'base.metrics'", "sees the tokens that it predicts"]
            ),
            (
                "{ name: 'x', columns: ['acuracy'] }",
                ["'columns'", "[\"acuracy\"]", "the nearest is 'accuracy'"]
            ),
            (
                "{ name: 'x', columns: ['accuracy', 'accuracy'] }",
                ["'columns'", "'accuracy' is listed twice"]
            ),
            (
                "{ name: 'x', data: { tokenizer: 'word' } }",
                ["'data.tokenizer' is \"word\"", "\"char\" or \"byte\""]
            ),
            (
                "{ name: 'x', grid: { heads: ['HUGE'], a: [1,2,3], b: [1,2,3] } }",
                ["'grid.heads[0]' is \"HUGE\""]
            ),
        ])
    func mistake(_ text: String, _ facts: [String]) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try PreparedSweep(try sweepPlan(text))
        }
        guard let sentence = error?.description else { return }
        #expect(sentence.hasPrefix("Sweeps/x.json5"))
        for fact in facts { #expect(sentence.contains(fact), "\(sentence)") }
        #expect(!sentence.dropLast().contains(". "), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test(
        "a mistake on the command line is placed there",
        arguments: [
            (["layers=x"], ["--set", "'layers' is \"x\""]),
            (["layer=1"], ["--set", "'layer' is unknown", "'layers'"]),
            (["layers"], ["--set", "'layers'", "key=value"]),
            (["=3"], ["--set", "key=value"]),
            (["heads=[1,1]"], ["--set", "'heads'", "twice"]),
            (["width=30"], ["grid.heads[0]", "do not divide the width 30"]),
            (["margin=0.1"], ["--set", "'margin'", "do not reach it", "--margin"]),
            (["columns=[]"], ["--set", "'columns'", "--columns"]),
            (["name=y"], ["--set", "'name'", "--out"]),
            (["skip=[]"], ["--set", "change its 'skip' in the file"]),
            (["base.layers=2"], ["--set", "'base.layers'", "as 'layers'"]),
            (["basline=x"], ["'basline' is unknown", "'baseline'"]),
            (["zzzzzz=1"], ["'zzzzzz' is unknown", "'baseline'", "'match'", "'layers'"]),
        ])
    func argument(_ arguments: [String], _ facts: [String]) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try sweepPlan("{ name: 'x', grid: { heads: [4, 8] } }", set: arguments)
        }
        for fact in facts {
            #expect(error?.description.contains(fact) == true, "\(error as Any)")
        }
    }

    @Test("a corpus that is missing, empty or too short is one sentence with file and key")
    func corpora() throws {
        try TemporaryFolder.with { root in
            try Data().write(to: root.appendingPathComponent("empty.txt"))
            try Data("to be or not to be".utf8).write(to: root.appendingPathComponent("short.txt"))
            for (name, fact) in [
                ("none.txt", "There is no corpus"), ("empty.txt", "is empty"),
                ("short.txt", "training part"),
            ] {
                let path = root.appendingPathComponent(name).path
                let error = #expect(throws: ConfigurationError.self) {
                    _ = try PreparedSweep(
                        try sweepPlan("{ name: 'x', data: { corpus: '\(path)' } }"))
                }
                let sentence = "\(error as Any)"
                #expect(sentence.contains("'data.corpus'"))
                #expect(sentence.contains(fact), "\(sentence)")
                #expect(sentence.contains(path))
            }
        }
    }

    @Test("a spec that is not there is one sentence with its path")
    func missingSpec() {
        let error = #expect(throws: SweepError.self) {
            _ = try SweepSpec(file: URL(fileURLWithPath: "Sweeps/none.json5"))
        }
        #expect("\(error as Any)".contains("Sweeps/none.json5"))
        #expect("\(error as Any)".contains("there is no such file"))
    }

    @Test(
        "a spec that may not be read is not called absent",
        .disabled(if: NSUserName() == "root", "root may read anything"))
    func unreadableSpec() throws {
        try TemporaryFolder.with { root in
            let file = root.appendingPathComponent("x.json5")
            try Data("{ name: 'x' }".utf8).write(to: file)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o000], ofItemAtPath: file.path)
            let error = #expect(throws: SweepError.self) { _ = try SweepSpec(file: file) }
            #expect("\(error as Any)".contains("permission is denied"))
        }
    }

    @Test("a folder that is given as a spec is called one")
    func folder() throws {
        try TemporaryFolder.with { root in
            let error = #expect(throws: SweepError.self) { _ = try SweepSpec(file: root) }
            let sentence = "\(error as Any)"
            #expect(sentence.contains(root.lastPathComponent))
            #expect(sentence.contains("it is a folder"))
        }
    }

    @Test(
        "what nobody would write is refused in one line of a readable length, and soon",
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "{ a: ", count: 100_000),
            "{ name: '" + String(repeating: "x y", count: 100_000) + "' }",
            "{ name: 'x', '" + String(repeating: "b", count: 1_000_000) + "': 1 }",
            "{ name: 'x', 'a\\u001b[2Jb\\n\\u202e': 1 }",
            "{ name: 'x', base: { layers: 1\(String(repeating: "0", count: 10_000)) } }",
        ])
    func hostile(_ text: String) {
        let start = ProcessorTime.ofThread
        let error = #expect(throws: ConfigurationError.self) { _ = try sweepPlan(text) }
        let sentence = error?.description ?? ""
        #expect(sentence.hasPrefix("Sweeps/x.json5") && sentence.hasSuffix("."))
        #expect(sentence.count < 3_000)
        #expect(!sentence.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(ProcessorTime.ofThread - start < 5)
    }

    @Test("more cells than fit are refused before they are made")
    func tooMany() {
        let values = (1...1000).map(String.init).joined(separator: ",")
        let error = #expect(throws: ConfigurationError.self) {
            _ = try sweepPlan(
                "{ name: 'x', grid: { seed: [\(values)], steps: [\(values)], batch: [\(values)] } }"
            )
        }
        #expect("\(error as Any)".contains("more than 1000000 cells"))
    }
}
