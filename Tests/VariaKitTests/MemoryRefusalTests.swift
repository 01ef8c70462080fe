import Foundation
import TestSupport
import Testing

@Suite("Models that no memory suffices for")
struct MemoryRefusalTests {
    @Test(
        "are refused in one sentence, before anything is taken or written",
        arguments: [
            ["train", "--out", "run", "--set", "batch=1000000", "--set", "width=1024"],
            [
                "train", "--out", "run", "--set", "blockSize=65536", "--set", "batch=1", "--set",
                "layers=48", "--set", "heads=64",
            ],
            ["train", "--out", "run", "--set", "width=65536", "--threads", "2"],
            ["bench", "--size", "micro", "--set", "batch=1000000", "--set", "width=1024"],
            ["bench", "--size", "micro", "--set", "width=65536", "--profile"],
            ["bench", "--size", "micro", "--set", "width=65536", "--start"],
            ["check", "standard", "--set", "width=65536"],
        ])
    func refused(_ arguments: [String]) throws {
        try TemporaryFolder.with { folder in
            // The text is long enough for the longest block.
            let text = String(repeating: "the cat sat on the mat. ", count: 60_000)
            try Data(text.utf8).write(to: folder.appendingPathComponent("text.txt"))
            let corpus = arguments[0] == "train" ? ["--set", "corpus=text.txt"] : []
            let result = try VariaProcess.run(arguments + corpus, in: folder)
            #expect(result.status == 1 && result.output.isEmpty)
            let lines = result.messages.split(separator: "\n").filter {
                !$0.hasPrefix("Warning: ")
            }
            #expect(lines.count == 1, "\(result.messages)")
            #expect(
                lines.first?.wholeMatch(
                    of:
                        #/varia: It would take [\d.]+ GiB of memory, but this machine has [\d.]+ [GM]iB; make the batch or the model smaller\./#
                ) != nil, "\(result.messages)")
            let run = folder.appendingPathComponent("run").path
            #expect(!FileManager.default.fileExists(atPath: run))
        }
    }
}
