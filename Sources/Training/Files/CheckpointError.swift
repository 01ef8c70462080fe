import Foundation

/// A file of a trial that cannot serve: the facts, which `description` puts into one sentence.
package struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// A safetensors file, but not what Varia writes: a key of the metadata is missing.
        case foreign(missing: String)
        /// A key of the metadata does not hold what it should.
        case damagedMetadata(key: String)
        /// The file of another trial: the one found, the one asked for, and clauses that say what
        /// tells them apart.
        case otherTrial(found: String, expected: String, differences: [String] = [])
        /// The state of a trial that began on a machine whose results differ in their last bits.
        case otherArithmetic(found: String, expected: String)
        /// The state goes with more metrics than the file holds.
        case lostMetrics(expected: Int, found: Int)
        case damagedMetrics(line: Int)
        /// The file is from before it was recorded what its model was trained on.
        case unknownData
        /// The text that the model was trained on is at none of these names and paths.
        case lostData(places: [String])
        /// The text is another than the one that the model was trained on: their hashes.
        case otherData(corpus: String, found: String, expected: String)
        /// The best weights are of another step than the state beside them says, or gone: nil.
        case lostWeights(expected: Int, found: Int?)
    }

    package let file: String
    package let problem: Problem

    init(file: URL, _ problem: Problem) {
        self.file = file.path
        self.problem = problem
    }

    /// The file of another trial.
    ///
    /// - Parameters:
    ///   - found: Its metadata.
    ///   - expected: What they should say.
    init(file: URL, otherTrial found: [String: String], expected: [String: String]) {
        self.init(
            file: file,
            .otherTrial(
                found: found["identity"] ?? "", expected: expected["identity"] ?? "",
                differences: TrialDifferences(there: found, here: expected).clauses))
    }

    /// Whether the sentence says how to go on.
    var hasWayOut: Bool {
        if case .otherTrial = problem { true } else { false }
    }

    /// One sentence.
    package var description: String {
        switch problem {
        case .foreign(let missing):
            "The file '\(file)' was not written by Varia's training: its metadata lacks the key "
                + "'\(missing)'."
        case .damagedMetadata(let key):
            "The file '\(file)' is damaged, or of another version of Varia: the key '\(key)' of "
                + "its metadata cannot be read."
        case .otherTrial(let found, let expected, let differences):
            "The file '\(file)' is of another trial, '\(found)', and not of '\(expected)'"
                + (differences.isEmpty ? "" : " (\(differences.joined(separator: "; ")))")
                + "; choose another folder, or empty this one to start over."
        case .otherArithmetic(let found, let expected):
            "The file '\(file)' was computed with '\(found)', but this machine computes with "
                + "'\(expected)', whose last bits differ; go on with it where it began."
        case .lostMetrics(let expected, let found):
            "The file '\(file)' has \(found) bytes, where the state beside it goes with "
                + "\(expected)."
        case .unknownData:
            "The file '\(file)' does not say which data its model was trained on, as it is of an "
                + "earlier version of Varia; train the model again."
        case .otherData(let corpus, let found, let expected):
            "The corpus '\(corpus)' is not the text that the model of '\(file)' was trained on: its "
                + "SHA-256 begins with \(found.prefix(12)), but should begin with "
                + "\(expected.prefix(12)); name the right text with --corpus."
        case .lostData(let places):
            "The text that the model of '\(file)' was trained on is not at "
                + places.map { "'\($0)'" }.joined(separator: " or ")
                + "; name it with --corpus."
        case .lostWeights(let expected, let found):
            (found.map { "The file '\(file)' has the weights of step \($0)" }
                ?? "There is no file '\(file)'")
                + ", where the state beside it goes with those of step \(expected)."
        case .damagedMetrics(let line):
            "The file '\(file)' is damaged: its line \(line) is no evaluation's."
        }
    }
}
