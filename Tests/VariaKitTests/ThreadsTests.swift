import Foundation
import TestSupport
import Testing

@Suite("--threads")
struct ThreadsTests {
    @Test("changes nothing that a sweep finds, and a sweep goes on with other threads")
    func sweep() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let one = try study.varia("sweep", "small.json5", "--out", "one", "--jobs", "2")
            let three = try study.varia("sweep", "small.json5", "--out", "three", "--threads", "3")
            #expect(one.status == 0 && three.status == 0, "\(three.messages)")
            let (first, second) = (try study.snapshot("one"), try study.snapshot("three"))
            let weights = first.keys.filter { $0.hasSuffix("best.safetensors") }
            #expect(weights.count == 2)
            for file in weights { #expect(first[file] == second[file]) }
            let again = try study.varia("sweep", "small.json5", "--out", "one", "--threads", "2")
            #expect(again.status == 0 && again.output == one.output)
            let forecast = try study.varia(
                "sweep", "small.json5", "--dry-run", "--jobs", "2", "--threads", "3")
            #expect(forecast.output.contains("with 2 jobs of 3 threads each"))
        }
    }

    @Test("changes nothing that a training writes")
    func train() throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            func weights(_ arguments: String...) throws -> Data? {
                let settings = [
                    "corpus=text.txt", "layers=1", "heads=2", "width=64", "blockSize=32",
                    "batch=9", "steps=4", "evaluateEvery=2", "dropout=0.1",
                ].flatMap { ["--set", $0] }
                let result = try VariaProcess.run(
                    ["train", "--out", "run"] + settings + arguments, in: folder)
                #expect(result.status == 0, "\(result.messages)")
                defer {
                    try? FileManager.default.removeItem(at: folder.appendingPathComponent("run"))
                }
                return try study.snapshot("run")["best.safetensors"]
            }
            let alone = try weights()
            #expect(alone != nil)
            #expect(try weights("--threads", "2") == alone)
            #expect(try weights("--threads", "5") == alone)
        }
    }

    @Test("is timed by bench")
    func bench() throws {
        let result = try VariaProcess.run([
            "bench", "--size", "micro", "--variant", "standard", "--seconds", "0", "--threads", "2",
            "--json",
        ])
        #expect(result.status == 0 && result.output.contains("\"threads\" : 2"))
    }

    @Test(
        "is refused in a sentence where it is no sensible number",
        arguments: ["0", "-1", "1025", "two", ""], ["train", "bench", "sweep"])
    func refused(number: String, command: String) throws {
        let operands = command == "sweep" ? ["no.json5"] : []
        let result = try VariaProcess.run([command] + operands + ["--threads", number])
        #expect(result.status == 2 && result.output.isEmpty)
        let sentence = "The option --threads takes a whole number from 1 to 1024, but "
        #expect(result.messages.contains(sentence + "'\(number)' was given."))
    }
}
