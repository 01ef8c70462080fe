import Foundation
@testable import Reporting
import Sweeping
import TestSupport
import Testing
import Training
import Transformer

@Suite("Event files for TensorBoard")
struct TensorBoardExportTests {
    private static let runs = [
        "narrow_bias=true_dropout=0.25_seed=1", "narrow_bias=true_dropout=0.25_seed=2",
        "standard_bias=false_dropout=0.25_seed=1", "standard_bias=false_dropout=0.25_seed=2",
    ]

    @Test("are one for each trial that has begun, in a folder of a readable name")
    func folders() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            let export = try sweep.export()
            #expect(export.count == 4 && export.countWithoutCurves == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: sweep.out.path)
            #expect(names.sorted() == [TensorBoardExport.fileName] + Self.runs)
        }
    }

    @Test("hold every figure by step in whole records, at the times of the evaluations")
    func roundTrip() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            _ = try sweep.export()
            let records = try WireReader.records(of: Data(contentsOf: sweep.file(of: Self.runs[2])))
            let events = try records.map { try WireReader.fields(of: $0) }
            #expect(events[0].first { $0.number == 3 }?.value.text == "brain.Event:2")
            var figures: [String: [Int: Float]] = [:]
            var times: [Double] = []
            for event in events {
                let time = event.first { $0.number == 1 }?.value.double
                guard case .variable(let step)? = event.first(where: { $0.number == 2 })?.value
                else { continue }
                let summary = event.first { $0.number == 5 }?.value.fields ?? []
                for value in summary.compactMap(\.value.fields) {
                    guard let tag = value.first(where: { $0.number == 1 })?.value.text,
                        let number = value.first(where: { $0.number == 2 })?.value.float
                    else { continue }
                    figures[tag, default: [:]][Int(step)] = number
                    if tag == "validation/loss" { times.append(try #require(time)) }
                }
            }
            #expect(figures["validation/loss"] == [0: 3.125, 10: 2.5, 20: 1.875])
            #expect(figures["validation/accuracy"] == [0: 0.5, 10: 0.5, 20: 0.5])
            #expect(figures["training/loss"] == [10: 2.5, 20: 2.5])
            #expect(figures["training/learningRate"]?.count == 3)
            #expect(figures["training/gradientNorm"] == [10: 0.75, 20: 0.75])
            #expect(figures["training/tokensPerSecond"] == [10: 1024, 20: 1024])
            #expect(figures["training/tokensSeen"] == [0: 0, 10: 100, 20: 200])
            #expect(figures["probes/attn.window/layer 1"] == [0: 1.5, 10: 1.5, 20: 1.5])
            #expect(figures["bestValidationLoss"] == [20: 1.875])
            #expect(figures["validation/perplexity"]?.count == 3)
            #expect(times.count == 3)
            #expect(abs(times[2] - times[0] - 2) < 1e-3 && times[0] > 1e9)
        }
    }

    @Test("are the same when they are written again, and never half a file")
    func again() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            _ = try sweep.export()
            let first = try Self.runs.map { try Data(contentsOf: sweep.file(of: $0)) }
            _ = try sweep.export()
            #expect(try Self.runs.map { try Data(contentsOf: sweep.file(of: $0)) } == first)
            for name in Self.runs {
                let folder = sweep.out.appendingPathComponent(name)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
            }
        }
    }

    @Test("have names that every file system takes, and no two the same")
    func names() {
        var names = TensorBoardRunNames()
        func name(_ variant: String, id: String, label: String? = nil) -> String {
            names.name(
                of: TrialRecord(id: id, label: label, variant: variant, seed: 1, status: .finished))
        }
        #expect(name("a+b(c=1)", id: "1", label: "id 4/ü:*") == "id-4----_a+b(c=1)")
        #expect(name("Same", id: "2") == "Same")
        #expect(name("same", id: "3") == "same_3")
        #expect(name("..", id: "4") == "_..")
        let long = String(repeating: "x", count: 300)
        #expect(name(long, id: "5").count == 120)
        #expect(name(long + "y", id: "6") != name(long, id: "7"))
    }

    @Test("of a trial whose metrics are damaged are refused, with the line")
    func damaged() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            let metrics = sweep.root.appendingPathComponent("trials/narrow1/metrics.jsonl")
            try Data("{}\n".utf8).write(to: metrics)
            let error = #expect(throws: CheckpointError.self) { _ = try sweep.export() }
            #expect("\(error as Any)".contains("metrics.jsonl"))
        }
    }
}
