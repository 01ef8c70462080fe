import Foundation
import Sweeping
import Testing
import Training
import Transformer
import Variants

@Suite("Results that come with Varia")
struct EarlierResultsTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Results")

    /// The sweeps' folders: those of studies lie in folders of their own.
    static let sweeps = names(in: folder).flatMap { name in
        [name] + names(in: folder.appendingPathComponent(name)).map { "\(name)/\($0)" }
    }.filter {
        FileManager.default.fileExists(
            atPath: SweepDirectory(folder.appendingPathComponent($0)).records.path)
    }

    private static func names(in folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @Test("there are some")
    func some() { #expect(Self.sweeps.count >= 2) }

    /// The corpus need not be here: its hash stands in the results.
    @Test("their trials have the identity that this build gives them", arguments: sweeps)
    func identities(name: String) throws {
        let results = try SweepResults.read(Self.folder.appendingPathComponent(name))
        var checked = 0
        for record in results.records where record.seed == 1 {
            guard record.status == .finished else { continue }
            var settings = Settings(source: name)
            for (key, value) in record.configuration {
                settings.set(key, to: value, origin: Settings.Origin(source: name, path: key))
            }
            var config = try TrialConfig(settings, catalogue: standardCatalogue)
            let identities = try results.manifest.data.map { data in
                config.model.vocabulary = data.vocabulary
                let summary = try ModelSummary(
                    config.model, config.variant, batch: config.sequences)
                return TrialIdentity(
                    config, graph: summary.graphHash, data: data.hash,
                    trainTokens: data.trainTokens
                ).id
            }
            #expect(identities.contains(record.id), "\(record.variant) \(record.cell)")
            checked += 1
        }
        #expect(checked > 0)
    }

    @Test("a record without metrics is read, and written as it was", arguments: sweeps)
    func records(name: String) throws {
        let file = SweepDirectory(Self.folder.appendingPathComponent(name)).records
        for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
            let record = try JSONDecoder().decode(TrialRecord.self, from: Data(line))
            #expect(try JSONText.line(record) == Data(line))
        }
    }
}
