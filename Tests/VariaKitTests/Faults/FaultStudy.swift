import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A sweep of short trials, in a folder of its own, to which bad things happen.
struct FaultStudy {
    let folder: URL
    /// The words after `varia sweep SPEC --out DIR`.
    let options: [String]
    /// Laid over the environment of every process.
    let environment: [String: String]
    /// The program that runs the sweep.
    let executable: URL

    /// - Parameters:
    ///   - spec: The text of the sweep.
    ///   - executable: The program; nil for `varia`.
    init(
        in folder: URL, spec: String, options: [String] = ["--jobs", "2"],
        environment: [String: String] = [:], executable: URL? = nil
    ) throws {
        self.folder = folder
        self.options = options
        self.environment = environment
        self.executable = try executable ?? VariaProcess.executable()
        try Data(spec.utf8).write(to: folder.appendingPathComponent("study.json5"))
    }

    /// A sweep over variants and seeds of the built-in corpus.
    ///
    /// - Parameters:
    ///   - steps: Of each trial; an evaluation comes every tenth of them.
    ///   - members: Further members of the object, such as the grid.
    static func spec(steps: Int, _ members: String) -> String {
        """
        {
          name: "faults",
          data: { corpus: "grammar", length: 12000 },
          base: {
            layers: 1, heads: 2, width: 16, blockSize: 16, batch: 4, dropout: 0.1,
            steps: \(steps), warmup: 10, evaluateEvery: \(max(1, steps / 10)),
          },
          \(members)
        }
        """
    }

    func arguments(out: URL) -> [String] { ["sweep", "study.json5", "--out", out.path] + options }

    /// Runs the sweep, or goes on with it, to the end of its process.
    func run(out: URL) throws -> VariaProcess.Result {
        try VariaProcess.run(
            arguments(out: out), in: folder, environment: environment, executable: executable)
    }

    /// Starts the sweep; its messages go to a file.
    func start(out: URL, messages: URL) throws -> Process {
        try Data().write(to: messages)
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments(out: out)
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: messages)
        try process.run()
        return process
    }

    /// Runs the sweep until some trial has a state and has not ended, and asks it to stop.
    ///
    /// - Returns: The folder of such a trial.
    func interrupt(out: URL) throws -> URL {
        let process = try start(out: out, messages: folder.appendingPathComponent("messages"))
        defer { process.waitUntilExit() }
        let deadline = ContinuousClock.now + .seconds(60)
        while process.isRunning, ContinuousClock.now < deadline {
            if Self.trials(of: out).contains(where: Self.isUnderWay) { break }
            Thread.sleep(forTimeInterval: 0.005)
        }
        process.terminate()
        process.waitUntilExit()
        return try #require(
            Self.trials(of: out).first(where: Self.isUnderWay),
            "no trial was interrupted, as all had ended")
    }

    /// The folders of the trials, in the order of their names.
    static func trials(of out: URL) -> [URL] {
        let trials = out.appendingPathComponent("trials")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: trials.path)) ?? []
        return names.sorted().map { trials.appendingPathComponent($0) }
    }

    private static func isUnderWay(_ trial: URL) -> Bool {
        func exists(_ name: String) -> Bool {
            access(trial.appendingPathComponent(name).path, F_OK) == 0
        }
        return exists("state.safetensors") && !exists("result.json")
    }
}
