import Foundation

/// Why a sweep cannot start or go on.
package enum SweepError: Error, Hashable, Sendable {
    /// There is no folder of this name.
    case noFolder(path: String)
    /// A file was named where a folder is needed.
    case notAFolder(path: String)
    /// The folder has no `sweep.json`.
    case notASweep(directory: String)
    /// The spec cannot be read.
    case unreadableSpec(path: String, reason: String)
    /// A file of the sweep cannot be decoded.
    case damagedFile(path: String)
    /// Lines of `trials.jsonl` cannot be decoded: their numbers, and whether there are no trials'
    /// folders that it could be made from anew.
    case damagedRecords(path: String, lines: [Int], isCopy: Bool)
    /// A line of a trial's metrics is no evaluation's.
    case damagedMetrics(path: String, line: Int)
    /// The system refused a file; the code is the system's error number.
    case system(path: String, code: Int32)
    /// The folder has files, but none of a sweep.
    case occupied(directory: String)
    /// The folder belongs to a sweep of another name.
    case otherSweep(directory: String, found: String, expected: String)
    /// The folder's results were computed on other data.
    case otherData(directory: String, corpus: String, found: String, expected: String)
    /// Another process has measured other widths for the sweep in the meantime.
    case otherMeasurements(directory: String)
    /// More workers cannot join the sweep; the reason is a clause.
    case cannotJoin(directory: String, reason: String)
    /// The trial's folder was made by a build that traces the same configuration differently.
    case otherIdentity(folder: String, found: String, expected: String)
    /// The weights in a trial's folder are not those that its result speaks of: trials and steps.
    case otherWeights(path: String, found: String, step: Int, expected: String, bestStep: Int)
    /// A trial was run anew, or taken away, while something was made of its result.
    case changed(path: String)
    /// A variant did not pass its conformance check.
    case nonconforming(variant: String, findings: String)
    /// A variable of the environment does not hold what it should.
    case badEnvironment(name: String, found: String, expected: String)
    /// The trial takes more memory than there is, in bytes.
    case memory(needed: Int, physical: Int)
    /// Workers end before they begin.
    case workersFail(message: String)
}

extension SweepError {
    /// Whether it concerns one trial alone, and no other of the sweep.
    var isOfOneTrial: Bool {
        switch self {
        case .memory: true
        default: false
        }
    }
}

extension SweepError: CustomStringConvertible {
    /// One sentence.
    package var description: String {
        switch self {
        case .noFolder(let path):
            return "There is no folder '\(path)'."
        case .notAFolder(let path):
            return "'\(path)' is a file, but should be a folder."
        case .notASweep(let directory):
            return "The folder '\(directory)' holds no sweep: it has no 'sweep.json'."
        case .unreadableSpec(let path, let reason):
            return "The sweep '\(path)' cannot be read: \(reason)."
        case .damagedFile(let path):
            return "The file '\(path)' is damaged; remove it, and run the sweep again."
        case .damagedRecords(let path, let lines, let isCopy):
            return Self.damage(path, lines, isCopy: isCopy)
        case .damagedMetrics(let path, let line):
            return
                "The file '\(path)' is damaged: its line \(line) is no evaluation's; remove it to "
                + "go on without the trial's curves and probes, or remove the trial's folder and its "
                + "line in 'trials.jsonl', and run the sweep again."
        case .system(let path, let code):
            return "'\(path)' cannot be written: \(String(cString: strerror(code)))."
        case .occupied(let directory):
            return "The folder '\(directory)' is not empty and holds no sweep; "
                + "choose another with '--out'."
        case .otherSweep(let directory, let found, let expected):
            return "The folder '\(directory)' belongs to the sweep '\(found)', not to "
                + "'\(expected)'; choose another with '--out'."
        case .otherData(let directory, let corpus, let found, let expected):
            return "The results in '\(directory)' were computed on other data than '\(corpus)' "
                + "(data hash \(found.prefix(12)), not \(expected.prefix(12))); "
                + "choose another folder with '--out'."
        case .otherMeasurements(let directory):
            return "Another `varia sweep` has measured times for the sweep in '\(directory)' while "
                + "this one did, and chose other widths; give the same command again to take those."
        case .cannotJoin(let directory, let reason):
            return "The sweep in '\(directory)' cannot be joined: \(reason)."
        case .otherIdentity(let folder, let found, let expected):
            return "The trial in '\(folder)' is '\(found)' to this build of Varia, not "
                + "'\(expected)': its variant or the engine has changed since the sweep was "
                + "started, so start it again."
        case .otherWeights(let path, let found, let step, let expected, let bestStep):
            return "The file '\(path)' holds the weights of trial '\(found)' after step \(step), "
                + "but the result beside it is of '\(expected)', which was best after step "
                + "\(bestStep); remove the trial's folder and its line in 'trials.jsonl', and run "
                + "the sweep again."
        case .changed(let path):
            return "The file '\(path)' is another by now, or gone; do it again."
        case .nonconforming(let variant, let findings):
            return "The variant '\(variant)' may not run in a sweep, as it does not pass its "
                + "conformance check:\n\(findings)"
        case .badEnvironment(let name, let found, let expected):
            return "The environment variable \(name) is '\(found)'; expected \(expected)."
        case .memory(let needed, let physical):
            return "It would take \(MemoryText.text(needed)) of memory, but this machine has "
                + "\(MemoryText.text(physical)); make the batch or the model smaller."
        case .workersFail(let message):
            return "The workers of the sweep cannot go on: \(message)"
        }
    }

    /// What is to be said of damaged lines, and what helps.
    private static func damage(_ path: String, _ lines: [Int], isCopy: Bool) -> String {
        let first = lines.first ?? 1
        let isOne = lines.count < 2
        let found =
            isOne
            ? "Line \(first) of '\(path)' is damaged"
            : "\(lines.count) lines of '\(path)' are damaged, line \(first) first"
        let remedy =
            isCopy
            ? "remove \(isOne ? "it" : "them"), and the results on the other lines stay as they are"
            : "`varia sweep` makes the file anew from the trials' folders"
        return "\(found); \(remedy)."
    }
}
