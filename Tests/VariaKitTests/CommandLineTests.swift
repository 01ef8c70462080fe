import Foundation
import Testing

@Suite("The command line")
struct CommandLineTests {
    static let commands = [
        "variants", "summary", "check", "parity", "train", "sweep", "work", "status",
        "cancel", "table", "sample", "confidence", "data",
        "bench", "new",
    ]

    @Test("varia alone and --help print the commands, and end with 0")
    func help() throws {
        for arguments in [[], ["--help"], ["-h"]] {
            let result = try VariaProcess.run(arguments)
            #expect(result.status == 0 && result.messages.isEmpty)
            for command in Self.commands { #expect(result.output.contains("  \(command) ")) }
            #expect(!result.output.contains("worker"), "what Varia starts by itself is not shown")
        }
    }

    @Test("every command explains itself", arguments: commands)
    func explanation(_ command: String) throws {
        let result = try VariaProcess.run([command, "--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("Usage: varia \(command)"))
    }

    @Test("--version prints the version")
    func version() throws {
        let result = try VariaProcess.run(["--version"])
        #expect(result.status == 0)
        #expect(result.output.wholeMatch(of: /varia \d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        "a wrong command line ends with 2, one sentence on standard error and no result",
        arguments: [
            (["tabel"], "Did you mean 'table'?"),
            (["bench", "--size", "nano"], "one of micro, tiny, ladder, baby"),
            (["bench", "--seconds", "1e300"], "a number from 0 to 3600"),
            (["bench", "--profile", "--json"], "leave out --json"),
            (["variants", "--jsn"], "Did you mean '--json'?"),
            (["table"], "needs DIR"),
            (["table", "x", "--format", "html"], "terminal, markdown, csv, json"),
            (["check", "sof-window"], "the nearest is 'soft-window'"),
            (["check", "standard", "--set", "widht=8"], "the nearest known key is 'width'"),
            (["summary", "--variant", "soft-windw"], "the nearest is 'soft-window'"),
            (["summary", "--variant", "bottleneck+td-dense"], "'bottleneck' and 'td-dense'"),
            (["summary", "--variant", ""], "--variant: the value is \"\", but should be the name"),
            (["parity", "x", "--variant", ""], "--variant: '' is not the name of a variant"),
            (
                ["summary", "--variant", "bottleneck(divisor=0)"],
                "--variant: In the variant's name 'bottleneck(divisor=0)', the option 'divisor' is 0"
            ),
            (
                ["train", "--variant", "bottleneck", "--set", "bottleneck.divisor=0"],
                "--set: the key 'bottleneck.divisor' is 0"
            ),
            (
                ["check", "bottleneck(divisor=0)"],
                "varia: In the variant's name 'bottleneck(divisor=0)'"
            ),
            (["summary", "--set", "layers"], "key=value"),
            (["summary", "--set", "layers=0"], "at least 1"),
            (["summary", "--set", "heads=3"], "do not divide the width 128"),
            (["summary", "--variant", "standard", "--set", "variant=standard"], "named twice"),
            (["summary", "--set", "bottleneck.divsor=2"], "divisor"),
            (["sample", "x", "--temperature", "-1"], "0 or more"),
            (["sample", "x", "--repetition-penalty", "0"], "a number above 0"),
            (["sample", "x", "--samples", "0"], "from 1 to 100000"),
            (["sample", "x", "--stretch", "none"], "a whole number of 1 or more"),
            (["bench", "--scaling", "--set", "blockSize=8"], "leave out --set blockSize"),
            (["bench", "--scaling", "--set", "batchTokens=100"], "a multiple of the blockSize"),
            (["bench", "--scaling", "--start"], "leave out --start"),
            (["bench", "--scaling", "--profile"], "leave out --profile"),
            (["bench", "--start", "--set", "length=100"], "leave out --set length"),
            (["bench", "--start", "--set", "test=0.1"], "leave out --set test"),
            (["bench", "--start", "--set", "metrics=training"], "leave out --set metrics"),
            (["confidence"], "needs RUN"),
            (["table", "x", "--columns", "acuracy"], "the nearest is 'accuracy'"),
            (["table", "x", "--columns", "accuracy,accuracy"], "names 'accuracy' twice"),
            (["data", "ftech"], "list, fetch and describe"),
            (["data", "fetch"], "needs NAME"),
            (["new", "My_Variant"], "lowercase"),
            (["new", "standard"], "already"),
            (["new", "tensor"], "hide the type 'Tensor'"),
        ])
    func usage(_ arguments: [String], sentence: String) throws {
        let result = try VariaProcess.run(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.messages.hasPrefix("varia: ") && result.messages.contains(sentence))
        #expect(result.messages.split(separator: "\n").count == 1)
    }

    @Test("a reader that goes away does not bring varia down")
    func closedPipe() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let program = try VariaProcess.executable().path
        // The status is that of varia, whose every write fails.
        process.arguments = ["-c", "{ sleep 0.2; '\(program)' data describe grammar; } >&-"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
