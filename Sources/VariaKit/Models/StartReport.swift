import Corpora
import Foundation
import Reporting
import Sweeping
import Training
import Transformer

/// How long a user waits for the first training step of one model: from the command to the end of a
/// training of one step, in a process of its own. Nothing is left out: the start of the process, the
/// corpus, tracing, compiling, initial values, the step, and evaluations of a batch before and
/// after it. The members of its JSON are stable.
struct StartReport: Encodable {
    let size: String
    let variant: String
    /// The median over the commands timed.
    let secondsToFirstStep: Double
    let fastest: Double
    let runs: Int

    /// One step in PyTorch, eager and without data, from the command to its end.
    let pytorchSecondsToFirstStep: Double?
    /// PyTorch's time over Varia's.
    let ratio: Double?

    /// Times commands for about this many seconds, at least five of them.
    ///
    /// - Parameters:
    ///   - size: What the model is called.
    ///   - settings: The same configuration as `--set` spells it, the variant left out.
    /// - Throws: `Failure`, or `PyTorchTimer.Failure`.
    init(
        _ config: TrialConfig, size: BenchSize, settings: [String], threads: Int, seconds: Double,
        pytorch: PyTorchTimer?
    ) throws {
        let variant = config.variant.name
        // None of these is among the settings, which `varia bench` refuses.
        let settings = settings + Self.dataSettings(blockSize: config.model.blockSize) + ["steps=1"]
        let arguments =
            ["train", "--variant", variant, "--threads", "\(threads)"]
            + settings.flatMap { ["--set", $0] }
        // The first one finds nothing in the system's caches.
        _ = try Self.time(arguments)
        let start = ContinuousClock.now
        var times: [Double] = []
        while times.count < 5 || ContinuousClock.now - start < .seconds(seconds) {
            times.append(try Self.time(arguments))
        }
        let theirs = try pytorch.map { pytorch in
            try (0..<3).map { _ in try pytorch.timeStart(config) }
        }
        let median = times.sorted()[times.count / 2]
        self.size = size.name
        self.variant = variant
        secondsToFirstStep = median
        fastest = times.min() ?? median
        runs = times.count
        pytorchSecondsToFirstStep = theirs.map { $0.sorted()[$0.count / 2] }
        ratio = pytorchSecondsToFirstStep.map { $0 / median }
    }

    /// One line for people.
    var text: String {
        func seconds(_ value: Double) -> String { String(format: "%.3f s", value) }
        let theirs = pytorchSecondsToFirstStep.map {
            "; PyTorch: \(seconds($0)), \(NumberText.ratio(ratio ?? 0)) times as long"
        }
        return "\(size), \(variant): \(seconds(secondsToFirstStep)) from the command to the end of "
            + "its first step (median of \(runs), fastest \(seconds(fastest)))" + (theirs ?? "")
    }

    /// Why no time can be taken.
    enum Failure: Error, CustomStringConvertible {
        case command(String, messages: String)

        var description: String {
            switch self {
            case .command(let command, let messages):
                "The command to be timed, '\(command)', failed: \(messages)"
            }
        }
    }

    /// A fetched corpus or else the built-in one, of which the validation part has two blocks.
    private static func dataSettings(blockSize: Int) -> [String] {
        let catalogue = CorpusCatalogue.standard
        let present = catalogue.entries.filter(catalogue.isPresent)
        // A file that is read is what users have; the built-in corpus is written anew each time.
        guard let corpus = present.first(where: { $0.source != .builtIn }) ?? present.first else {
            return []
        }
        let fraction = 2 * Double(blockSize + 1) / Double(corpus.byteCount)
        return ["corpus=\(corpus.name)", "validation=\(fraction)"]
    }

    private static func time(_ arguments: [String]) throws -> Double {
        let process = Process()
        process.executableURL =
            Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let messages = Pipe()
        process.standardError = messages
        let start = ContinuousClock.now
        try process.run()
        // Ends with the process, whose end Foundation notices a little later.
        let said = messages.fileHandleForReading.readDataToEndOfFile()
        let time = ContinuousClock.now - start
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.command(
                (["varia"] + arguments).joined(separator: " "),
                messages: String(decoding: said, as: UTF8.self))
        }
        return time.seconds
    }
}
