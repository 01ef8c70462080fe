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
        func record(_ id: String, _ variant: String, label: String? = nil) -> TrialRecord {
            TrialRecord(
                id: id, label: label, cell: ["variant": .string(variant)], variant: variant,
                seed: 1, status: .finished)
        }
        let long = String(repeating: "x", count: 300)
        let records = [
            record("1", "a+b(c=1)", label: "id 4/\u{fc}:*"), record("2", "Same"),
            record("3", "same"), record("4", ".."), record("5", long), record("6", long + "y"),
            record("7", "\u{43e}\u{43a}\u{43d}\u{43e}"), record("8", "u\u{308}"),
            record("9", String(repeating: "\u{43e}", count: 100)),
        ]
        let names = TensorBoardRunNames(records)
        let found = records.map { names.name(of: $0) }
        #expect(found[0] == "id-4-\u{fc}--_a+b(c=1)")
        #expect(found[1...3] == ["Same_2", "same_3", "_.."])
        #expect(found[4].count == 120 && found[4] != found[5])
        #expect(found[6] == "\u{43e}\u{43a}\u{43d}\u{43e}")
        #expect(Array(found[7].unicodeScalars) == ["\u{fc}"])
        #expect(found[8].utf8.count <= 120 && found[8].hasSuffix("\u{43e}_9"))
    }

    @Test("have names that do not depend on which trials have begun")
    func namesOverTime() {
        let finished = ["Case", "case", "other"].enumerated().map { index, label in
            TrialRecord(
                id: "\(index)", label: label, cell: ["seed": .integer(1)], variant: "standard",
                seed: 1, status: .finished)
        }
        let names = TensorBoardRunNames(finished)
        let expected = ["Case_standard_seed=1_0", "case_standard_seed=1_1"]
        #expect(finished.prefix(2).map { names.name(of: $0) } == expected)
        #expect(names.name(of: finished[2]) == "other_standard_seed=1")
        for pending in 0..<3 {
            var records = finished
            // In a copy without folders not even its variant is known.
            records[pending].status = .pending
            records[pending].variant = ""
            let now = TensorBoardRunNames(records)
            for record in finished where record.id != "\(pending)" {
                #expect(now.name(of: record) == names.name(of: record))
            }
        }
    }

    @Test("leave out figures that single precision cannot hold")
    func infinite() throws {
        let event = TensorBoardEvent.scalars(
            [("a", 2), ("b", exp(100)), ("c", .nan), ("d", -.infinity)], step: 1, time: 0)
        let records = try WireReader.records(of: event.record)
        let fields = try WireReader.fields(of: try #require(records.first))
        let values = try #require(fields.first { $0.number == 5 }?.value.fields)
        let tags = values.compactMap { $0.value.fields?.first { $0.number == 1 }?.value.text }
        #expect(tags == ["a"])
    }

    @Test("name the width of a matched trial among its hyperparameters")
    func matchedWidth() throws {
        try TemporaryFolder.with { root in
            var record = TrialRecord(
                id: "1", cell: ["width": .integer(24), "seed": .integer(1)], variant: "td-dense",
                seed: 1, status: .finished)
            let directory = SweepDirectory(root)
            let plain = try TensorBoardRun(record, in: directory).hyperparameters
            #expect(plain == ["variant": .string("td-dense"), "width": .integer(24)])
            record.match = WidthMatch(
                cost: .flops, baseline: "standard", specifiedWidth: 24, width: 28, miss: 0)
            let matched = try TensorBoardRun(record, in: directory).hyperparameters
            #expect(matched["matchedWidth"] == .integer(28) && matched["width"] == .integer(24))
        }
    }

    @Test("of a trial whose metrics are damaged are left out, and all others written")
    func damaged() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            let metrics = sweep.root.appendingPathComponent("trials/narrow1/metrics.jsonl")
            try Data("{}\n".utf8).write(to: metrics)
            let export = try sweep.export()
            #expect(export.count == 3 && export.problems.count == 1)
            #expect(export.problems[0].contains("metrics.jsonl"))
            let names = try FileManager.default.contentsOfDirectory(atPath: sweep.out.path)
            #expect(names.sorted() == [TensorBoardExport.fileName] + Self.runs[1...])
        }
    }
}
