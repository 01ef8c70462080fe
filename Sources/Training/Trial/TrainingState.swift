import Foundation
import Tensors

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

    /// Writes everything, whole or not at all.
    ///
    /// - Parameter configuration: The metadata; its key `identity` names the trial that may go on
    ///   from it.
    func write(to file: URL, configuration: [String: String]) throws {
        let tensors = vectors.flatMap { prefix, vector in
            vector.borrowedTensors(prefix: prefix)
        }
        let progress = String(decoding: try JSONEncoder().encode(progress), as: UTF8.self)
        let metadata = configuration.merging(["progress": progress]) { $1 }
        try SafeTensors(tensors, metadata: metadata).write(to: file)
    }

    /// Replaces everything by what a file holds; changes nothing where that cannot be.
    ///
    /// - Throws: `FileError`, `SafeTensorsError` or `CheckpointError`.
    func read(_ file: URL, identity: String) throws {
        let content = try SafeTensors(contentsOf: file)
        guard let found = content.metadata["identity"] else {
            throw CheckpointError(file: file, .foreign(missing: "identity"))
        }
        guard found == identity else {
            throw CheckpointError(file: file, .otherTrial(found: found, expected: identity))
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
