import Foundation
import Training

extension TrialFolder {
    /// The analysis that the folder holds of the weights of a step; nil where there is none, or one
    /// that has to be made anew: damaged, of another step, or of another version of Varia.
    ///
    /// - Throws: `FileError` where it is there and cannot be read.
    func recordedAnalysis(step: Int?) throws(FileError) -> TrialAnalysis? {
        guard let data = try FileContent.readIfPresent(analysis),
            let found = try? JSONDecoder().decode(TrialAnalysis.self, from: data),
            found.version == TrialAnalysis.currentVersion, found.id == id,
            step == nil || found.step == step
        else { return nil }
        return found
    }

    /// Keeps an analysis, as long as the result is there that it belongs to: a trial that is run
    /// anew meanwhile is its worker's alone.
    ///
    /// - Returns: Whether it was written.
    /// - Throws: `FileError` or `SweepError` where the folder cannot be written.
    func keep(_ found: TrialAnalysis) throws -> Bool {
        try FolderLock.hold(self) {
            guard let record = try record(), record.status == .finished,
                record.outcome?.bestStep == found.step
            else { return false }
            // Of an analysis that was killed while it wrote: whoever writes here holds the lock.
            removeTemporaryFiles()
            try AtomicFile.write([JSONText.page(found)], to: analysis)
            return true
        }
    }
}
