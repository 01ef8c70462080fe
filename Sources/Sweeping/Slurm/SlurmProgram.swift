import Foundation

/// One of Slurm's commands.
struct SlurmProgram: Sendable {
    let name: String
    /// Seconds after which a command that only asks is ended; nil for one that changes something,
    /// of which nobody would know whether it has.
    let patience: Int?

    static let submit = SlurmProgram(name: "sbatch", patience: nil)
    static let cancel = SlurmProgram(name: "scancel", patience: nil)
    static let queue = SlurmProgram(name: "squeue", patience: 15)
    static let control = SlurmProgram(name: "scontrol", patience: nil)

    /// Runs it, and gives what it printed.
    ///
    /// - Throws: `SlurmError`, with the program's own words where it has failed.
    func run(_ arguments: [String]) throws(SlurmError) -> String {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments
        let output = Pipe()
        let messages = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = messages
        let start = ContinuousClock.now
        do { try process.run() } catch {
            throw .notStarted(program: name, reason: error.localizedDescription)
        }
        let overdue = patience.map { seconds in
            let end = DispatchWorkItem { process.terminate() }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds), execute: end)
            return end
        }
        // Both at once: a program that waits for room in one pipe says nothing more on the other.
        nonisolated(unsafe) var complaint = ""
        let listening = DispatchGroup()
        DispatchQueue.global().async(group: listening) { complaint = Self.text(messages) }
        let text = Self.text(output)
        listening.wait()
        process.waitUntilExit()
        overdue?.cancel()
        guard process.terminationReason == .exit else {
            if let patience, ContinuousClock.now - start >= .seconds(patience) {
                throw .silent(program: name, seconds: patience)
            }
            throw .refused(
                program: name, message: "it was ended by signal \(process.terminationStatus).")
        }
        guard process.terminationStatus == 0 else {
            throw .refused(program: name, message: sentence(complaint, process.terminationStatus))
        }
        return text
    }

    private func executable() throws(SlurmError) -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let candidates = path.split(separator: ":").map {
            URL(fileURLWithPath: String($0)).appendingPathComponent(name)
        }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let found else { throw .missing(program: name) }
        return found
    }

    /// The program's words, without its name and the word "error" before each line.
    private func sentence(_ complaint: String, _ status: Int32) -> String {
        let lines = complaint.split(whereSeparator: \.isNewline).map { line in
            var line = String(line)
            for prefix in ["\(name): ", "error: "] where line.hasPrefix(prefix) {
                line.removeFirst(prefix.count)
            }
            return line
        }
        guard !lines.isEmpty else { return "it ended with status \(status)." }
        let text = lines.joined(separator: "; ")
        return text.hasSuffix(".") ? text : text + "."
    }

    private static func text(_ pipe: Pipe) -> String {
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: data, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
