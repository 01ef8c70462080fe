import Foundation
package import Training
package import Transformer

/// What `sweep.json` holds: the spec with its cells, and where it was started.
package struct SweepManifest: Hashable, Sendable, Codable {
    package var name: String
    /// Varia's version and that of its results, which is part of every identity.
    package var version: String
    package var resultVersion: Int
    package var machine: Machine
    /// The spec, with the overrides of the command line in it.
    package var spec: JSONValue
    /// The variant that the others are compared with.
    package var baseline: String?
    /// The keys whose values vary over the cells, in the order of the spec.
    package var axes: [String]
    /// The data of the cells; more than one entry only where a data key varies.
    package var data: [DataSummary]
    /// The cells in the order of the spec. Two cells may be the same trial.
    package var cells: [Cell]
    /// How workers go about the cells; nil for their order, and in manifests from before there was
    /// another way.
    package var search: SearchPlan?
    /// The widths that make variants cost what the baseline costs; nil where nothing is matched.
    package var matches: [MatchDecision]?
    /// The folder in which relative paths of corpora are looked up, as a path from the sweep's own;
    /// nil where no corpus is named by one.
    package var corpusFolder: String?

    /// One cell of the sweep and the trial that fills it.
    package struct Cell: Hashable, Sendable, Codable {
        package var id: String
        package var label: String?
        /// The values of the axes that apply to this cell.
        package var values: [String: JSONValue]
        /// The `question` among the manifest's matches that decided its width; nil where the spec's
        /// was kept.
        package var match: String?

        package init(
            id: String, label: String?, values: [String: JSONValue], match: String? = nil
        ) {
            self.id = id
            self.label = label
            self.values = values
            self.match = match
        }
    }

    /// The data that cells were trained on.
    package struct DataSummary: Hashable, Sendable, Codable {
        /// As the spec names it.
        package var corpus: String
        /// Of the tokens and of how they are split: part of every identity.
        package var hash: String
        package var vocabulary: Int
        package var trainTokens: Int
        package var validationTokens: Int
        /// Nil where there is no test part.
        package var testTokens: Int?
        /// Nats per token of the validation part under the corpus' own distribution, if known.
        package var floor: Double?

        package init(
            corpus: String, hash: String, vocabulary: Int, trainTokens: Int,
            validationTokens: Int, testTokens: Int?, floor: Double?
        ) {
            self.corpus = corpus
            self.hash = hash
            self.vocabulary = vocabulary
            self.trainTokens = trainTokens
            self.validationTokens = validationTokens
            self.testTokens = testTokens
            self.floor = floor
        }
    }

    package init(
        name: String, version: String, resultVersion: Int, machine: Machine, spec: JSONValue,
        baseline: String?, axes: [String], data: [DataSummary], cells: [Cell],
        search: SearchPlan? = nil, matches: [MatchDecision]? = nil, corpusFolder: String? = nil
    ) {
        self.name = name
        self.version = version
        self.resultVersion = resultVersion
        self.machine = machine
        self.spec = spec
        self.baseline = baseline
        self.axes = axes
        self.data = data
        self.cells = cells
        self.search = search
        self.matches = matches
        self.corpusFolder = corpusFolder
    }
}

extension SweepManifest {
    /// The metrics that the spec wants its table to show; none where a name is of another version.
    package var columns: [Metric] {
        let names = spec.members?["columns"]?.elements ?? []
        return names.compactMap { Metric(rawValue: $0.text) }
    }

    /// The widths of cells, by the `question` that they name.
    package var matchesByQuestion: [String: WidthMatch] {
        Dictionary((matches ?? []).map { ($0.question, $0.match) }) { first, _ in first }
    }

    /// The spec's margin, in nats per token; nil where it names none.
    package var margin: Double? { spec.members?["margin"]?.numberValue }

    /// The seed of a cell that the spec names, in its axes or for all; nil where it names none.
    package func seed(of cell: Cell) -> UInt64? {
        guard
            case .integer(let seed) = cell.values["seed"]
                ?? spec.members?["base"]?.members?["seed"]
        else { return nil }
        return UInt64(exactly: seed)
    }

    /// Reads `sweep.json`.
    ///
    /// - Throws: `SweepError` where there is none, or a damaged one; `FileError` where it cannot be
    ///   read.
    package static func read(_ directory: SweepDirectory) throws -> SweepManifest {
        try directory.checkFolder()
        guard let data = try FileContent.readIfPresent(directory.manifest) else {
            throw SweepError.notASweep(directory: directory.root.path)
        }
        do { return try JSONDecoder().decode(SweepManifest.self, from: data) } catch {
            throw SweepError.damagedFile(path: directory.manifest.path)
        }
    }

    /// The identities of the trials, each once, in the order of their first cells.
    package var trialIDs: [String] {
        var seen: Set<String> = []
        return cells.map(\.id).filter { seen.insert($0).inserted }
    }
}
