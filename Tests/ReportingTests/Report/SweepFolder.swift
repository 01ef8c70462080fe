import Foundation
import Reporting
import Sweeping
import Training
import Transformer

/// A sweep's folder that nobody ran: what it holds follows from formulas.
struct SweepFolder {
    var variants = ["standard", "soft-window", "hard-window", "no-residual"]
    var heads = [2, 4]
    var layers = [2, 4]
    var seeds: [UInt64] = [1, 2, 3]
    var evaluationCount = 12
    var name = "sample"
    var baseline: String? = "standard"
    /// What becomes of a trial, by its place; those not named finish.
    var misfortunes: [Int: TrialRecord.Status] = [:]
    /// Whether trials have folders with their evaluations.
    var hasFolders = true

    /// How much lower or higher each variant's loss is.
    private static let effects = [0, -0.04, -0.002, 0.25]

    /// Some noise that is the same every time.
    private static func noise(_ words: Int...) -> Double {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for word in words {
            state = (state ^ UInt64(truncatingIfNeeded: word)) &* 0xBF58_476D_1CE4_E5B9
            state ^= state >> 29
        }
        return Double(state >> 11) / Double(UInt64(1) << 53) - 0.5
    }

    /// Writes the folder.
    ///
    /// - Returns: What was found in the weights of its finished trials.
    @discardableResult
    func write(to root: URL) throws -> [TrialAnalysis] {
        let directory = SweepDirectory(root)
        var cells: [SweepManifest.Cell] = []
        var records: [TrialRecord] = []
        var analyses: [TrialAnalysis] = []
        try FileManager.default.createDirectory(
            at: directory.trials, withIntermediateDirectories: true)
        for (place, variant) in variants.enumerated() {
            for head in heads {
                for layer in layers {
                    for seed in seeds {
                        let index = records.count
                        let status = misfortunes[index] ?? .finished
                        let loss =
                            2 + Self.effects[place % 4] - 0.05 * log(Double(layer * head))
                            + 0.03 * Self.noise(Int(seed), head, layer)
                            + 0.008 * Self.noise(index)
                        let record = record(
                            index, variant, [head, layer], seed, status, loss: loss, place)
                        cells.append(
                            SweepManifest.Cell(id: record.id, label: nil, values: record.cell))
                        records.append(record)
                        guard status != .pending else { continue }
                        if hasFolders { try evaluations(record, loss).write(in: directory) }
                        if status == .finished { analyses.append(analysis(record, loss, place)) }
                    }
                }
            }
        }
        let manifest = SweepManifest(
            name: name, version: "0.1.0", resultVersion: 1,
            machine: Machine(
                host: "<b>host</b>", system: "a system", cores: 2, instructionSet: "avx2"),
            spec: .object(["name": .string(name), "grid": .object([:])]), baseline: baseline,
            axes: ["variant", "heads", "layers", "seed"],
            data: [
                SweepManifest.DataSummary(
                    corpus: "grammar", hash: "0123456789abcdef", vocabulary: 60,
                    trainTokens: 90_000, validationTokens: 10_000, testTokens: nil, floor: nil)
            ], cells: cells)
        try JSONText.page(manifest).write(to: directory.manifest)
        let ended = records.filter { $0.status != .pending && $0.status != .running }
        let lines = try ended.map { try JSONText.line($0) + Data("\n".utf8) }
        try Data(lines.joined()).write(to: directory.records)
        return analyses
    }

    private func record(
        _ index: Int, _ variant: String, _ sizes: [Int], _ seed: UInt64,
        _ status: TrialRecord.Status, loss: Double, _ place: Int
    ) -> TrialRecord {
        let digits = String(index, radix: 16)
        var record = TrialRecord(
            id: String(repeating: "0", count: 16 - digits.count) + digits,
            cell: [
                "variant": .string(variant), "heads": .integer(sizes[0]),
                "layers": .integer(sizes[1]), "seed": .integer(Int(seed)),
            ], variant: variant, seed: seed, status: status)
        record.size = TrialRecord.Size(
            parameters: ParameterCounts(
                embedding: 4000, blocks: 50_000 * sizes[1] + 700 * place, readout: 4000),
            flopsPerToken: 6 * 50_000 * Double(sizes[1]), context: 32)
        if status == .failed { record.error = "log\n</script><script>window.pwned = 1</script>" }
        guard status == .finished || status == .diverged else { return record }
        record.outcome = TrialRecord.Outcome(
            bestValidationLoss: status == .finished ? loss : status == .diverged ? loss - 1 : nil,
            bestStep: 1000,
            finalValidationLoss: loss, finalTrainLoss: loss - 0.1, steps: 1000,
            stoppedEarly: false, tokensSeen: 500_000, metrics: ["accuracy": 0.4])
        record.run = TrialRecord.Run(
            seconds: 40 + 12 * Double(sizes[1]) + 3 * Double(place),
            tokensPerSecond: 20_000 / Double(sizes[1]), instructionSet: "avx2", host: "host")
        return record
    }

    /// A trial with its evaluations.
    private struct Metrics {
        let id: String
        let lines: [EvaluationRecord]

        func write(in directory: SweepDirectory) throws {
            let folder = directory.trial(id)
            try FileManager.default.createDirectory(
                at: folder.root, withIntermediateDirectories: true)
            let text = try lines.map { try JSONText.line($0) + Data("\n".utf8) }
            try Data(text.joined()).write(to: folder.metrics)
        }
    }

    /// A window for each of two heads, in each layer, as a line of `metrics.jsonl` has it.
    private func windows(_ record: TrialRecord, _ step: Int) throws -> [ProbeRecord] {
        guard record.variant == "soft-window" else { return [] }
        let lines = (0..<(record.cell["layers"] == .integer(2) ? 2 : 4)).map { layer in
            let values = [9 + Double(step) / 100, 17 - Double(step * layer) / 400]
            return """
                {"name": "transformer.h.\(layer).attn.window", "layer": \(layer),
                "isGradient": false, "shape": [2], "headAxis": 0, "mean": 13, "values": \(values)}
                """
        }
        return try lines.map { try JSONDecoder().decode(ProbeRecord.self, from: Data($0.utf8)) }
    }

    private func evaluations(_ record: TrialRecord, _ loss: Double) throws -> Metrics {
        let lines = try (0...evaluationCount).map { index in
            let share = Double(index) / Double(evaluationCount)
            let value = loss + (4.1 - loss) * exp(-5 * share) * (1 - share)
            let step = 1000 * index / evaluationCount
            return EvaluationRecord(
                step: step,
                validationLoss: record.status == .diverged && index > 4 ? nil : value,
                trainLoss: index == 0 ? nil : value - 0.1 * share, learningRate: 0.001,
                tokensSeen: 500 * step, seconds: 40 * share, probes: try windows(record, step))
        }
        return Metrics(id: record.id, lines: lines)
    }

    private func analysis(_ record: TrialRecord, _ loss: Double, _ place: Int) -> TrialAnalysis {
        let layers = record.cell["layers"]?.text == "2" ? 2 : 4
        return TrialAnalysis(
            id: record.id, step: 1000,
            lossByPosition: (1...32).map { loss + 1.5 / Double($0) + 0.01 * Double(place) },
            attention: (0..<layers).map { layer in
                AttentionSummary(
                    layer: layer, distance: [2 + Double(layer), 5 + Double(place), 9],
                    entropy: [0.5, 1.5 + 0.1 * Double(layer), 2.25])
            },
            sample: TrialAnalysis.Sample(
                prompt: "ROMEO:\n", text: "What say <script>window.pwned = 1</script> & so on?\n",
                temperature: 0.8, seed: 1, secondsPerToken: 0.002 + 0.0001 * Double(place)),
            evaluationSeconds: 1.5 + 0.1 * Double(place))
    }
}
