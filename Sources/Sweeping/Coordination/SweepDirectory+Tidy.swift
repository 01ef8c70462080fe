import Foundation
import Training

extension TrialFolder {
    /// Removes what a process that died while it wrote has left. Only for the holder of the claim.
    func removeTemporaryFiles() { Self.removeTemporaryFiles(in: root) }

    /// Only what Varia itself was writing: a folder may hold other hidden files.
    static func removeTemporaryFiles(in folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where AtomicFile.isTemporary(name) {
            try? FileManager.default.removeItem(at: folder.file(name))
        }
    }
}

extension SweepDirectory {
    /// Removes what workers that died between a result and its claim's end have left, and the
    /// claims on stopped trials. Only where nothing of the sweep is left to be done.
    func tidy(_ manifest: SweepManifest) {
        for id in manifest.trialIDs {
            let folder = trial(id)
            // What cannot be tidied now is tidied another time.
            _ = try? FolderLock.holdIfFree(folder) {
                let claims = ClaimFiles(folder)
                guard try folder.hasEnded || folder.rungs() != nil, !claims.isHeld else { return }
                claims.remove(through: .max)
                folder.removeTemporaryFiles()
                if folder.hasEnded, !folder.isGivenUp { folder.removeStates() }
            }
        }
        TrialFolder.removeTemporaryFiles(in: root)
    }
}
