import Foundation
package import Transformer

extension TrialPreparer {
    /// The trial that a folder describes, as this build understands it.
    ///
    /// - Throws: `FileError` where its `trial.json` cannot be read; `SweepError` where it is damaged,
    ///   or where this build would compute something else; `ConfigurationError` where it cannot be
    ///   prepared.
    package func prepare(_ folder: TrialFolder, catalogue: Catalogue) throws -> PreparedTrial {
        let path = folder.definition.path
        guard let defined = try folder.definedRecord() else {
            throw SweepError.damagedFile(path: path)
        }
        var settings = Settings(source: path)
        for (key, value) in defined.configuration {
            settings.set(
                key, to: value, origin: Settings.Origin(source: path, path: key))
        }
        let trial = try prepare(TrialConfig(settings, catalogue: catalogue), settings: settings)
        guard trial.id == folder.id else {
            throw SweepError.otherIdentity(
                folder: folder.root.path, found: trial.id, expected: folder.id)
        }
        return trial
    }
}
