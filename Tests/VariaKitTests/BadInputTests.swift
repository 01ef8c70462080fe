import Foundation
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// A spec that cannot be, and the words that its sentence must have.
    struct Mistake: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let spec: String
        let words: [String]
    }

    static let mistakes = [
        Mistake(
            testDescription: "no JSON5", spec: "{ name: ", words: ["not JSON5"]),
        Mistake(
            testDescription: "an unknown key", spec: SmallStudy.spec(base: "heads: 2, dropuot: 0"),
            words: ["'base.dropuot'", "'dropout'"]),
        Mistake(
            testDescription: "an unknown section", spec: SmallStudy.spec(others: "gird: {}"),
            words: ["'gird'", "'grid'"]),
        Mistake(
            testDescription: "a wrong type", spec: SmallStudy.spec(base: "heads: \"two\""),
            words: ["'base.heads'", "\"two\"", "a whole number"]),
        Mistake(
            testDescription: "an impossible value", spec: SmallStudy.spec(base: "dropout: 1.5"),
            words: ["'base.dropout'", "1.5", "below 1"]),
        Mistake(
            testDescription: "a width that heads do not divide",
            spec: SmallStudy.spec(base: "heads: 3"),
            words: ["heads", "do not divide the width 8"]),
        Mistake(
            testDescription: "a cell that cannot be",
            spec: SmallStudy.spec(grid: ", heads: [2, 5]"),
            words: ["'grid.heads[1]'", "5 heads", "width 8"]),
        Mistake(
            testDescription: "an unknown variant",
            spec: SmallStudy.spec(variants: "\"standard\", \"soft-windw\""),
            words: ["'grid.variant[1]'", "soft-windw", "'soft-window'"]),
        Mistake(
            testDescription: "two variants that replace the same part",
            spec: SmallStudy.spec(variants: "\"bottleneck+td-dense\""),
            words: ["'grid.variant[0]'", "'bottleneck'", "'td-dense'", "readout"]),
        Mistake(
            testDescription: "an unknown baseline",
            spec: SmallStudy.spec(others: "baseline: \"stand\""),
            words: ["'baseline'", "\"stand\"", "variant of the sweep"]),
        Mistake(
            testDescription: "a missing corpus", spec: SmallStudy.spec(corpus: "none.txt"),
            words: ["'data.corpus'", "none.txt"]),
        Mistake(
            testDescription: "an empty corpus", spec: SmallStudy.spec(corpus: "empty.txt"),
            words: ["'data.corpus'", "empty.txt", "is empty"]),
        Mistake(
            testDescription: "a corpus shorter than the block",
            spec: SmallStudy.spec(corpus: "short.txt"),
            words: ["'data.corpus'", "short.txt", "blockSize"]),
    ]

    @Test(
        "a bad sweep ends with 1 and a sentence that names file and key; results stay as they were",
        arguments: mistakes)
    func sweeps(_ mistake: Mistake) throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try Data().write(to: folder.appendingPathComponent("empty.txt"))
            try Data("abc".utf8).write(to: folder.appendingPathComponent("short.txt"))
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let earlier = try study.snapshot("out")
            try study.write(spec: mistake.spec, to: "bad.json5")
            let result = try study.varia("sweep", "bad.json5", "--out", "out")
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            for word in ["bad.json5"] + mistake.words {
                #expect(result.messages.contains(word), "\(word): \(result.messages)")
            }
            #expect(result.messages.split(separator: "\n").count == 1)
            #expect(try study.snapshot("out") == earlier)
        }
    }

    @Test("a missing spec is named")
    func missingSpec() throws {
        try TemporaryFolder.with { folder in
            let result = try VariaProcess.run(["sweep", "none.json5"], in: folder)
            #expect(result.status == 1 && result.messages.contains("none.json5"))
        }
    }

    @Test("a folder that is given as a spec is called one")
    func folderAsSpec() throws {
        try TemporaryFolder.with { folder in
            let result = try VariaProcess.run(["sweep", folder.path])
            #expect(result.status == 1 && result.messages.contains("it is a folder"))
        }
    }

    @Test("a bad --set of a sweep is a mistake of the command line")
    func overrides() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let result = try study.varia("sweep", "small.json5", "--set", "stesp=2")
            #expect(result.status == 2)
            #expect(result.messages.contains("--set") && result.messages.contains("'steps'"))
        }
    }

    @Test("a folder that belongs to another sweep, or to none, is left alone")
    func foreignFolder() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            #expect(try study.varia("sweep", "small.json5", "--out", "out").status == 0)
            let earlier = try study.snapshot("out")
            let other = SmallStudy.spec().replacing("\"small\"", with: "\"other\"")
            try study.write(spec: other, to: "other.json5")
            let result = try study.varia("sweep", "other.json5", "--out", "out")
            #expect(result.status == 1 && result.messages.contains("'small'"))
            #expect(try study.snapshot("out") == earlier)
            let occupied = try study.varia("sweep", "small.json5", "--out", ".")
            #expect(occupied.status == 1 && occupied.messages.contains("--out"))
        }
    }

    @Test("an output folder that cannot be made ends with 1 and its name")
    func unwritableOutput() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            // A file stands where a folder should be: not even root can write below it.
            for arguments in [
                ["sweep", "small.json5", "--out", "text.txt/out"],
                [
                    "train", "--set", "corpus=text.txt", "--set", "blockSize=8", "--out",
                    "text.txt/out",
                ],
            ] {
                let result = try VariaProcess.run(arguments, in: folder)
                #expect(result.status == 1)
                #expect(result.messages.contains("text.txt"))
                #expect(result.messages.contains("cannot be written"))
            }
            #expect(try study.snapshot("").keys.sorted() == ["small.json5", "text.txt"])
        }
    }

    @Test(
        "a read-only output folder ends with 1 and its name",
        .disabled(if: NSUserName() == "root", "root may write anywhere"))
    func readOnlyOutput() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let out = folder.appendingPathComponent("out")
            try FileManager.default.createDirectory(
                at: out, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o555])
            let result = try study.varia("sweep", "small.json5", "--out", "out")
            #expect(result.status == 1 && result.messages.contains("/out"))
        }
    }

    @Test("a truncated checkpoint or state is named, and left as it is")
    func truncated() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let arguments =
                ["train", "--out", "run"]
                + [
                    "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2",
                    "steps=4", "warmup=1", "evaluateEvery=2",
                ].flatMap { ["--set", $0] }
            #expect(try VariaProcess.run(arguments, in: folder).status == 0)
            func truncate(_ names: String...) throws {
                for name in names {
                    let file = folder.appendingPathComponent("run/\(name).safetensors")
                    let content = try Data(contentsOf: file)
                    try content.prefix(content.count / 2).write(to: file)
                }
            }
            try truncate("state")
            let healed = try VariaProcess.run(arguments, in: folder)
            #expect(healed.status == 0 && healed.messages.contains("/state.safetensors"))
            #expect(healed.messages.contains("goes on from its previous state"))
            try truncate("best", "state", "state.previous")
            let damaged = try study.snapshot("run")
            let sample = try study.varia("sample", "run")
            #expect(sample.status == 1 && sample.messages.contains("best.safetensors"))
            let train = try VariaProcess.run(arguments, in: folder)
            #expect(train.status == 1 && train.messages.contains("/state.safetensors"))
            #expect(try study.snapshot("run") == damaged)
        }
    }
}
