import Foundation
import TestSupport
import Testing

@Suite("varia sample")
struct SampleCommandTests {
    /// What the stable JSON holds.
    private struct Report: Decodable {
        let variant: String
        let prompt: String
        let tokens: Int
        let samples: [Sample]
        let seconds: Double
        let leastStretch: Int
        let trainingTokens: Int?
        let note: String?

        struct Sample: Decodable {
            let text: String
            let repetition: Repetition?
        }

        struct Repetition: Decodable {
            let longest: Int
            let text: String
            let sampleStart: Int?
            let trainingStart: Int?
            let repeatedShare: Double
        }
    }

    /// A folder with a text of 960 characters and a run on it, of which 720 are its training part.
    private func withRun(_ body: (SmallStudy) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            let arguments =
                ["train", "--out", "run"]
                + [
                    "corpus=text.txt", "layers=1", "heads=2", "width=8", "blockSize=8", "batch=2",
                    "steps=4", "warmup=1", "evaluateEvery=2", "validation=0.25",
                ].flatMap { ["--set", $0] }
            try #require(try VariaProcess.run(arguments, in: folder).status == 0)
            try body(study)
        }
    }

    private func report(_ study: SmallStudy, _ arguments: String...) throws -> Report {
        let result = try VariaProcess.run(
            ["sample", "run", "--json"] + arguments, in: study.folder)
        #expect(result.status == 0)
        return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    }

    @Test("the text goes to standard output, and what it repeats to standard error")
    func repetition() throws {
        try withRun { study in
            let result = try study.varia("sample", "run", "--tokens", "50", "--prompt", "the ")
            #expect(result.status == 0 && result.output.hasPrefix("the "))
            #expect(result.output.count == 4 + 50 + 1)
            #expect(result.messages.hasPrefix("The longest stretch that the training text has"))
            #expect(result.messages.contains("of at least 16."))
            #expect(result.messages.split(separator: "\n").count == 1)
        }
    }

    @Test("its JSON says the same, and names what stands where")
    func json() throws {
        try withRun { study in
            let found = try report(
                study, "--tokens", "60", "--samples", "3", "--stretch", "2", "--prompt", "the ")
            #expect(found.variant == "standard" && found.prompt == "the " && found.tokens == 60)
            #expect(found.leastStretch == 2 && found.trainingTokens == 720 && found.note == nil)
            #expect(found.samples.count == 3 && Set(found.samples.map(\.text)).count == 3)
            let text = try String(
                contentsOf: study.folder.appendingPathComponent("text.txt"), encoding: .utf8)
            for sample in found.samples {
                #expect(sample.text.count == 60)
                let repetition = try #require(sample.repetition)
                #expect(repetition.longest == repetition.text.count && repetition.longest > 0)
                let places = [
                    (sample.text, try #require(repetition.sampleStart)),
                    (text, try #require(repetition.trainingStart)),
                ]
                for (text, start) in places {
                    #expect(text.dropFirst(start).hasPrefix(repetition.text))
                }
                #expect((0...1).contains(repetition.repeatedShare))
            }
        }
    }

    @Test("a sample of a seed is the same however many are written, and the penalty changes it")
    func samples() throws {
        try withRun { study in
            let three = try report(study, "--samples", "3").samples.map(\.text)
            let one = try report(study).samples.map(\.text)
            #expect(one == [three[0]])
            #expect(try report(study, "--repetition-penalty", "1").samples.map(\.text) == one)
            #expect(try report(study, "--repetition-penalty", "4").samples.map(\.text) != one)
            let text = try study.varia("sample", "run", "--samples", "3")
            for (index, sample) in three.enumerated() {
                #expect(text.output.contains("sample \(index + 1)\n\(sample)\n"))
                #expect(text.messages.contains("sample \(index + 1): The longest"))
            }
        }
    }

    @Test("a text is shown while it is written")
    func gradual() throws {
        try withRun { study in
            let process = Process()
            process.executableURL = try VariaProcess.executable()
            process.arguments = ["sample", "run", "--tokens", "1000000", "--prompt", "the "]
            process.currentDirectoryURL = study.folder
            let output = Pipe()
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let beginning = output.fileHandleForReading.availableData
            #expect(String(decoding: beginning, as: UTF8.self).hasPrefix("the "))
            #expect(process.isRunning, "it has a million tokens to write")
            process.terminate()
            process.waitUntilExit()
        }
    }

    @Test("a training text that is gone or has changed is one sentence, and the sample is printed")
    func otherText() throws {
        try withRun { study in
            let file = study.folder.appendingPathComponent("text.txt")
            let moved = study.folder.appendingPathComponent("moved.txt")
            let whole = try study.varia("sample", "run")
            try FileManager.default.moveItem(at: file, to: moved)
            let gone = try study.varia("sample", "run")
            try Data("the cat sat on the mat and the dog ate the hat.".utf8).write(to: file)
            let changed = try study.varia("sample", "run")
            for (result, words) in [
                (gone, "text.txt"), (changed, "is not the text that the model of"),
            ] {
                #expect(result.status == 0 && result.output == whole.output)
                #expect(result.messages.hasPrefix("Repetitions of the training text cannot be"))
                #expect(result.messages.contains(words))
                #expect(result.messages.split(separator: "\n").count == 1)
            }
            let json = try report(study)
            #expect(json.note != nil && json.trainingTokens == nil)
            #expect(json.samples.allSatisfy { $0.repetition == nil })
            let found = try study.varia("sample", "run", "--corpus", "moved.txt")
            #expect(found.messages == whole.messages)
            // A text that is asked for has to be there, and to be the one.
            for (name, words) in [("none.txt", "none.txt"), ("text.txt", "is not the text that")] {
                let refused = try study.varia("sample", "run", "--corpus", name)
                #expect(refused.status == 1 && refused.output.isEmpty)
                #expect(refused.messages.contains(words))
            }
        }
    }
}
