import Foundation

extension TrialFolder {
    /// Removes what a process that died while it wrote has left. Only for the holder of the claim.
    func removeTemporaryFiles() { Self.removeTemporaryFiles(in: root) }

    /// The names of files that are being written begin with a dot.
    static func removeTemporaryFiles(in folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(".") {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }
}

extension SweepDirectory {
    /// Removes what workers that died between a result and its claim's end have left, and the
    /// claims on stopped trials. Only where nothing of the sweep is left to be done.
    func tidy(_ manifest: SweepManifest) {
        for id in manifest.trialIDs {
            let folder = trial(id)
            let claims = ClaimFiles(folder)
            guard folder.hasEnded || folder.rungs() != nil, !claims.isHeld else { continue }
            claims.remove(through: .max)
            folder.removeTemporaryFiles()
            guard folder.hasEnded, !folder.isGivenUp else { continue }
            folder.removeStates()
        }
        TrialFolder.removeTemporaryFiles(in: root)
    }
}
