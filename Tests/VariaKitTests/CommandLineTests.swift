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

    @Test("help prints a command's own help, and that of all where none is named")
    func helpOfCommand() throws {
        for (topic, same) in [(["sweep"], ["sweep", "--help"]), ([], []), (["--help"], [])] {
            let result = try VariaProcess.run(["help"] + topic)
            #expect(result.status == 0 && result.messages.isEmpty)
            #expect(try result.output == VariaProcess.run(same).output)
        }
    }

    @Test("an unknown option is not said to be like one that no variant has")
    func suggestions() throws {
        let result = try VariaProcess.run(["summary", "--set", "standrd.layers=2"])
        #expect(result.status == 2 && result.messages.contains("is unknown"))
        #expect(!result.messages.contains("'standard."), "\(result.messages)")
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
            (["data", "ftech"], "The argument ACTION takes one of list, fetch and describe"),
            (["data", "lst"], "the nearest is 'list'"),
            (["data", "list", "--tokenizer", "byte"], "means nothing to 'varia data list'"),
            (["data", "fetch", "x", "--json"], "--json means nothing to 'varia data fetch'"),
            (["help", "tabel"], "Did you mean 'table'?"),
            (["help", "table", "x"], "has no use for 'x'"),
            (["help", "worker"], "There is no command 'worker'"),
            (["--version", "x"], "`varia --version` has no use for 'x'"),
            (["--help", "extra"], "`varia --help` has no use for 'extra'"),
            (["train", "--out="], "The option --out takes DIR, which is not empty"),
            (["sweep", "x", "--out", ""], "The option --out takes DIR, which is not empty"),
            (["report", "x", "--charts", ""], "--charts takes FOLDER, which is not empty"),
            (["table", ""], "The argument DIR takes what is not empty"),
            (["sample", ""], "The argument RUN takes what is not empty"),
            (["train", "--set", "bottleneck.divisor=4"], "the variant 'bottleneck', which is no"),
            (
                ["bench", "--size", "micro", "--set", "bottleneck.divisor=4"],
                "which is no part of 'tied-embeddings', 'soft-window"
            ),
            (["summary", "--set", "steps=5", "--set", "steps=6"], "'steps' is given twice"),
            (["bench", "--set", "layers=1", "--set", "layers=2"], "'layers' is given twice"),
            (["bench", "--set", "corpus=foo"], "leave out --set corpus"),
            (["bench", "--set", "steps=3"], "leave out --set steps"),
            (["bench", "--set", "variant=bottleneck"], "takes variants by --variant"),
            (["summary", "--set", "base.layers=2"], "leave out 'base.'"),
            (["train", "--set", "grid.heads=2"], "leave out 'grid.'"),
            (["summary", "--set", "bottlenek.divisor=2"], "'bottleneck.divisor'"),
            (["sweep", "x", "--dry-run", "--retries", "-1"], "--retries takes a whole number"),
            (["sweep", "x", "--dry-run", "--slurm"], "--dry-run runs nothing"),
            (["sample", "x", "--tokens", "99999999999"], "from 1 to 1000000"),
            (
                ["sample", "x", "--tokens", "1000000", "--samples", "100000"],
                "should be at most 10000000"
            ),
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

    /// Runs a line of a shell in which `$VARIA` is the program.
    ///
    /// - Returns: The shell's status, and what came to standard error.
    private func shell(_ line: String) throws -> (status: Int32, messages: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.environment = ProcessInfo.processInfo.environment
            .merging(["VARIA": try VariaProcess.executable().path]) { $1 }
        let messages = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = messages
        try process.run()
        let data = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test("a reader that goes away does not bring varia down")
    func closedPipe() throws {
        let gone = try shell(
            "{ sleep 0.2; \"$VARIA\" data describe grammar; echo $? >&2; } | true")
        #expect(gone.messages == "0\n")
    }

    @Test(
        "an output that cannot be written is a sentence and the status 1",
        arguments: [
            (">&-", "Standard output"), ("1< /dev/null", "Standard output"),
            ("> /dev/full", "the disk is full"),
        ])
    func unwritableOutput(redirection: String, words: String) throws {
        guard !redirection.contains("full") || FileManager.default.fileExists(atPath: "/dev/full")
        else { return }
        let result = try shell("\"$VARIA\" variants \(redirection)")
        #expect(result.status == 1)
        #expect(result.messages.hasPrefix("varia: Standard output cannot be written: "))
        #expect(result.messages.contains(words))
        #expect(result.messages.split(separator: "\n").count == 1)
    }
}
