import Foundation
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What one step hands to the next, and a process to its successor.
final class TrainingState {
    let parameters: ParameterVector
    /// AdamW's moments.
    let first: ParameterVector
    let second: ParameterVector
    var progress = TrainingProgress()

    /// A state before the first step.
    init(layout: ParameterLayout, seed: UInt64) {
        parameters = ParameterVector(layout: layout, seed: seed)
        first = ParameterVector(layout: layout)
        second = ParameterVector(layout: layout)
    }

    /// Goes back to before the first step.
    func reset(seed: UInt64) {
        parameters.draw(seed: seed)
        first.elements.update(repeating: 0)
        second.elements.update(repeating: 0)
        progress = TrainingProgress()
    }

    private var vectors: [(prefix: String, vector: ParameterVector)] {
        [("parameters.", parameters), ("firstMoments.", first), ("secondMoments.", second)]
    }

    /// Writes everything, whole or not at all, and keeps the state that was there before beside it.
    ///
    /// - Parameter configuration: The metadata; its key `identity` names the trial that may go on
    ///   from it.
    func write(to files: TrialFiles, configuration: [String: String]) throws {
        let tensors = vectors.flatMap { prefix, vector in
            vector.borrowedTensors(prefix: prefix)
        }
        let progress = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
        let metadata = configuration.merging(["progress": progress]) { $1 }
        let content = SafeTensors(tensors, metadata: metadata).withChecksum()
        try Self.keepPrevious(files)
        try content.write(to: files.state)
    }

    /// Gives the last state a second name, which it keeps when the first one goes to its successor:
    /// at no time is there none.
    private static func keepPrevious(_ files: TrialFiles) throws(FileError) {
        let (last, previous) = (files.state.path, files.previousState.path)
        guard access(last, F_OK) == 0 else { return }
        unlink(previous)
        if link(last, previous) == 0 { return }
        // Not every file system knows two names of a file.
        guard rename(last, previous) == 0 else {
            throw FileError(writing: files.previousState, code: errno)
        }
    }

    /// Replaces everything by what a file holds; changes nothing where that cannot be.
    ///
    /// - Parameter configuration: What the file's metadata should say, as `write` takes it.
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError`.
    func read(_ file: URL, configuration: [String: String]) throws {
        let content = try SafeTensors(contentsOf: file)
        try content.verify(file)
        guard let found = content.metadata["identity"] else {
            throw CheckpointError(file: file, .foreign(missing: "identity"))
        }
        guard found == configuration["identity"] else {
            throw CheckpointError(
                file: file, otherTrial: content.metadata, expected: configuration)
        }
        // States from before it was said go on.
        let arithmetic = configuration["arithmetic"] ?? ""
        if let found = content.metadata["arithmetic"], found != arithmetic {
            throw CheckpointError(
                file: file, .otherArithmetic(found: found, expected: arithmetic))
        }
        guard let text = content.metadata["progress"] else {
            throw CheckpointError(file: file, .foreign(missing: "progress"))
        }
        let progress: TrainingProgress
        do {
            progress = try JSONDecoder().decode(TrainingProgress.self, from: Data(text.utf8))
        } catch {
            throw CheckpointError(file: file, .damagedMetadata(key: "progress"))
        }
        for (prefix, vector) in vectors { try vector.check(content, prefix: prefix) }
        for (prefix, vector) in vectors { try vector.read(content, prefix: prefix) }
        self.progress = progress
    }
}
