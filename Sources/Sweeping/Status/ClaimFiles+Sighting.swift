import Foundation
import Training

/// A process that works on a trial, as its claim shows it.
struct ClaimSighting {
    let holder: ClaimHolder
    /// The optimiser's steps at its last sign of life; nil before the first one.
    let step: Int?
    /// Seconds since its last sign of life, by the clocks of this host and of the file system.
    let secondsSilent: Double
}

extension ClaimFiles {
    /// Who works on the trial; nil where nobody does, or did when the process died.
    ///
    /// - Throws: `FileError` where the system does not say.
    func sighting(now: Date = Date()) throws -> ClaimSighting? {
        guard let latest = try latest(), let content = latest.content, !content.isReleased,
            !content.holder.isDead
        else { return nil }
        let last = FileContent.modificationTime(of: file(latest.generation)) ?? now
        return ClaimSighting(
            holder: content.holder, step: content.steps > 0 ? content.step : nil,
            secondsSilent: max(0, now.timeIntervalSince(last)))
    }
}

extension ClaimHolder {
    /// The machine, without what tells its starts and containers apart.
    var machine: String { String(host.prefix { $0 != "/" }) }

    /// The task of a Slurm array, as `17_3`, where it is one.
    var task: String? {
        token.contains("_") ? token.split(separator: "-").first.map(String.init) : nil
    }
}
