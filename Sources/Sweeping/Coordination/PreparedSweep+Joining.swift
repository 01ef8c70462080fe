import Foundation
package import Transformer

extension PreparedSweep {
    /// The sweep of a directory as the one who opened it meant it, made again from `sweep.json`
    /// alone, so that workers can join it from another shell or host.
    ///
    /// Nothing is written.
    ///
    /// - Throws: `SweepError` where there is no sweep, or where this build or this host's data
    ///   would make other trials of it; `ConfigurationError` where the data cannot be read.
    package init(joining directory: SweepDirectory, catalogue: Catalogue) throws {
        let manifest = try SweepManifest.read(directory)
        let spec = try SweepSpec(
            json5: JSONText.line(manifest.spec), source: directory.manifest.relativePath,
            folder: directory.corpusFolder(of: manifest))
        try self.init(
            try spec.plan(catalogue: catalogue), earlier: manifest.matches ?? [], source: .joining)
        try check(against: manifest, in: directory)
    }

    private func check(against manifest: SweepManifest, in directory: SweepDirectory) throws {
        func refusal(_ reason: String) -> SweepError {
            .cannotJoin(directory: directory.root.relativePath, reason: reason)
        }
        let own = self.manifest(machine: manifest.machine, version: manifest.version)
        if let (data, found) = own.otherData(than: manifest) {
            throw refusal(
                "the corpus '\(data.corpus)' is not what the sweep was started with (data hash "
                    + "\(data.hash.prefix(12)), not \(found.prefix(12))); put the earlier text "
                    + "back, or run the changed one into another folder")
        }
        let named = Set(manifest.trialIDs)
        let others = trials.filter { !named.contains($0.id) }
        if let first = others.first {
            throw refusal(
                "\(others.count) of its \(trials.count) trials are others to this build of Varia, "
                    + "such as '\(first.id)', which is not in '\(directory.manifest.relativePath)': "
                    + "a variant or the engine has changed since it was started; use the build "
                    + "that started it, or start it again with `varia sweep`")
        }
        let withoutFolder = try trials.first {
            let folder = directory.trial($0.id)
            return try !folder.hasEnded && folder.definedRecord() == nil
        }
        if let trial = withoutFolder {
            throw refusal(
                "the trial '\(trial.id)' has no readable "
                    + "'\(directory.trial(trial.id).definition.relativePath)', as in a copy "
                    + "without the trials' folders; `varia sweep` makes them")
        }
    }
}
