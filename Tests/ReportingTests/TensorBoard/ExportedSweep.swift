import Foundation
@testable import Reporting
import Sweeping
import TestSupport
import Training
import Transformer

/// A sweep on the disk that never ran, and what TensorBoard is to see of it.
struct ExportedSweep {
    let root: URL
    let out: URL

    /// Two variants and two seeds: three finished trials, one of which has no folder any more, and
    /// one that has begun.
    init(in folder: URL) throws {
        root = folder.appendingPathComponent("sweep")
        out = folder.appendingPathComponent("out")
        var cells: [SweepManifest.Cell] = []
        var lines: [Data] = []
        for (variant, seed) in [("standard", 1), ("standard", 2), ("narrow", 1), ("narrow", 2)] {
            let id = "\(variant)\(seed)"
            let values: [String: JSONValue] = [
                "variant": .string(variant), "seed": .integer(seed), "dropout": .number(0.25),
                "bias": .boolean(variant == "narrow"),
            ]
            cells.append(SweepManifest.Cell(id: id, label: nil, values: values))
            var record = TrialRecord(
                id: id, cell: values, variant: variant, seed: UInt64(seed), status: .finished)
            record.outcome = TrialRecord.Outcome(
                bestValidationLoss: Self.loss(variant, seed, 20), bestStep: 20,
                finalValidationLoss: nil, finalTrainLoss: nil, steps: 20, stoppedEarly: false,
                tokensSeen: 200)
            if id == "narrow2" { record.status = .running }
            if id != "narrow2" { lines.append(try JSONText.line(record) + Data("\n".utf8)) }
            guard id != "standard2" else { continue }
            let trial = root.appendingPathComponent("trials/\(id)")
            try FileManager.default.createDirectory(at: trial, withIntermediateDirectories: true)
            try Self.metrics(variant, seed, upTo: id == "narrow2" ? 10 : 20)
                .write(to: trial.appendingPathComponent("metrics.jsonl"))
        }
        let manifest = SweepManifest(
            name: "exported", version: "0", resultVersion: 1,
            machine: Machine(host: "a", system: "b", cores: 1, instructionSet: "avx2"),
            spec: .object([:]), baseline: "standard",
            axes: ["variant", "bias", "dropout", "seed"], data: [], cells: cells)
        let directory = SweepDirectory(root)
        try JSONText.page(manifest).write(to: directory.manifest)
        try lines.reduce(Data(), +).write(to: directory.records)
    }

    static func loss(_ variant: String, _ seed: Int, _ step: Int) -> Double {
        3 + Double(seed) / 8 - Double(step) / 16 + (variant == "narrow" ? 0.5 : 0)
    }

    private static func metrics(_ variant: String, _ seed: Int, upTo last: Int) throws -> Data {
        var data = Data()
        for step in stride(from: 0, through: last, by: 10) {
            let probe = """
                {"name": "transformer.h.1.attn.window", "variant": "narrow", "layer": 1,
                 "isGradient": false, "shape": [2], "mean": 1.5, "deviation": 4, "minimum": 1,
                 "maximum": 2, "values": [1, 2]}
                """
            let record = EvaluationRecord(
                step: step, validationLoss: loss(variant, seed, step), accuracy: 0.5,
                trainLoss: step == 0 ? nil : 2.5, learningRate: 0.125,
                gradientNorm: step == 0 ? nil : 0.75, tokensSeen: 10 * step,
                seconds: Double(step) / 10, tokensPerSecond: step == 0 ? nil : 1024,
                probes: [try JSONDecoder().decode(ProbeRecord.self, from: Data(probe.utf8))])
            data += try JSONText.line(record) + Data("\n".utf8)
        }
        return data
    }

    func export() throws -> TensorBoardExport {
        try TensorBoardExport(try SweepResults.read(root), to: out)
    }

    func file(of run: String) -> URL {
        out.appendingPathComponent(run).appendingPathComponent(TensorBoardExport.fileName)
    }
}
