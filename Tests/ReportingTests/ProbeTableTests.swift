import Foundation
import Reporting
import TestSupport
import Testing
import Training

@Suite("Tables of probes")
struct ProbeTableTests {
    /// A record of one evaluation with a probe per layer, whose values are those of its heads, twice.
    private func record(step: Int, heads: [[Float]]) throws -> EvaluationRecord {
        let probes = try heads.enumerated().map { layer, values in
            let kept = values.flatMap { [$0 - 1, $0 + 1] }
            let json = """
                {"name": "transformer.h.\(layer).attn.window", "variant": "soft-window",
                 "layer": \(layer), "isGradient": false, "shape": [\(values.count), 2, 1],
                 "mean": 7, "deviation": \(layer + 1), "minimum": -3, "maximum": 9,
                 "values": \(kept)}
                """
            return try JSONDecoder().decode(ProbeRecord.self, from: Data(json.utf8))
        }
        return EvaluationRecord(
            step: step, validationLoss: 1, learningRate: 0, tokensSeen: 0, seconds: 0,
            probes: probes)
    }

    @Test("a row per layer and head holds means over positions and trainings")
    func rows() throws {
        let first = ProbeReading(
            records: [
                try record(step: 0, heads: [[1, 2], [3, 4]]),
                try record(step: 5, heads: [[5, 6], [7, 8]]),
            ], heads: 2)
        let second = ProbeReading(
            records: [try record(step: 0, heads: [[3, 4], [5, 8]])], heads: 2)
        let tables = ProbeTable.tables(of: [first, second], title: "a")
        let table = try #require(tables.first)
        #expect(tables.count == 1 && table.probe == "window" && table.trials == 2)
        #expect(table.steps == [0, 5])
        #expect(table.rows.map(\.layer) == [0, 0, 1, 1])
        #expect(table.rows.map(\.head) == [0, 1, 0, 1])
        #expect(table.rows.map(\.values) == [[2, 5], [3, 6], [4, 7], [6, 8]])
    }

    @Test("a training without evaluations, or that did not record a probe, is none of its mean")
    func counted() throws {
        let whole = ProbeReading(records: [try record(step: 0, heads: [[1, 2]])], heads: 2)
        let other = ProbeReading(
            records: [try record(name: "transformer.h.0.attn.gate", shape: [2], headAxis: 0)])
        let tables = ProbeTable.tables(
            of: [whole, ProbeReading(records: []), other, whole], title: "a")
        #expect(tables.map(\.probe) == ["gate", "window"])
        #expect(tables.map(\.trials) == [1, 2])
        #expect(!tables[0].text().contains("mean over"))
        #expect(tables[1].text().contains("mean over 2 trials"))
    }

    @Test("a probe that does not tell heads apart has one row per layer")
    func allHeads() throws {
        let reading = ProbeReading(
            records: [try record(step: 0, heads: [[1, 2], [3, 4]])], heads: 3)
        let mean = try #require(ProbeTable.tables(of: [reading], title: "a").first)
        #expect(mean.rows.map(\.head) == [nil, nil] && mean.rows.map(\.values) == [[7], [7]])
        let deviation = try #require(
            ProbeTable.tables(of: [reading], title: "a", statistic: .deviation).first)
        #expect(deviation.rows.map(\.values) == [[1], [2]])
    }

    /// A record with one probe of [shape] whose values count up from 0.
    private func record(
        name: String = "transformer.h.0.attn.importance", shape: [Int], headAxis: Int?
    ) throws -> EvaluationRecord {
        let values = (0..<shape.reduce(1, *)).map { Float($0) }
        let axis = headAxis.map { "\"headAxis\": \($0), " } ?? ""
        let json = """
            {"name": "\(name)", "layer": 0, "isGradient": false, "shape": \(shape), \(axis)
             "mean": 7, "deviation": 1, "minimum": 0, "maximum": 9, "values": \(values)}
            """
        let probe = try JSONDecoder().decode(ProbeRecord.self, from: Data(json.utf8))
        return EvaluationRecord(
            step: 0, validationLoss: 1, learningRate: 0, tokensSeen: 0, seconds: 0,
            probes: [probe])
    }

    @Test("heads are those of the axis that the probe names, also where others are as long")
    func headAxis() throws {
        // [T, H] with T = H = 2: 0 1 / 2 3.
        func means(_ axis: Int?) throws -> [[Double?]] {
            let reading = ProbeReading(
                records: [try record(shape: [2, 2], headAxis: axis)], heads: 2)
            return try #require(ProbeTable.tables(of: [reading], title: "a").first).rows
                .map(\.values)
        }
        #expect(try means(1) == [[1], [2]])
        #expect(try means(0) == [[0.5], [2.5]])
        #expect(try means(nil) == [[0.5], [2.5]], "as in records from before it was named")
        // [T, H, 2], of a model whose weights are not at hand.
        let reading = ProbeReading(records: [try record(shape: [2, 3, 2], headAxis: 1)])
        let table = try #require(ProbeTable.tables(of: [reading], title: "a").first)
        #expect(table.rows.map(\.head) == [0, 1, 2])
        #expect(table.rows.map(\.values) == [[3.5], [5.5], [7.5]])
    }

    @Test("probes of one name at two places of a block have tables of their own")
    func places() throws {
        let names = ["transformer.h.0.attn.gate", "transformer.h.0.mlp.gate", "gate"]
        let tables = ProbeTable.tables(
            of: try names.map {
                ProbeReading(records: [try record(name: $0, shape: [1], headAxis: nil)])
            }, title: "a")
        #expect(tables.map(\.probe) == ["gate", "gate", "gate"])
        #expect(tables.map(\.place) == ["", "attn", "mlp"])
        #expect(tables.map(\.rows.count) == [1, 1, 1])
        #expect(tables[1].text().hasPrefix("a: gate in attn, mean"))
    }

    @Test("a folder without weights is read where every probe names its axis, or has none")
    func withoutWeights() throws {
        try TemporaryFolder.with { root in
            for axis in [1, nil] {
                let line = try JSONEncoder().encode(try record(shape: [2, 2], headAxis: axis))
                try (line + Data("\n".utf8)).write(to: TrialFiles(root).metrics)
                let table = try #require(
                    ProbeTable.tables(of: [try ProbeReading(folder: root)], title: "a").first)
                #expect(table.rows.map(\.head) == (axis == nil ? [nil] : [0, 1]))
            }
        }
    }

    @Test("of many evaluations the text shows some, the first and the last among them")
    func columns() throws {
        let records = try (0...20).map { try record(step: $0 * 100, heads: [[Float($0)]]) }
        let tables = ProbeTable.tables(
            of: [ProbeReading(records: records, heads: 1)], title: "a")
        let lines = try #require(tables.first).text(columns: 5).split(separator: "\n")
        #expect(lines[0] == "a: window in attn, mean, by step")
        let header = lines[1].split(separator: " ").map(String.init)
        #expect(header == ["layer", "head", "0", "500", "1,000", "1,500", "2,000"])
        let row = lines[3].split(separator: " ").map(String.init)
        #expect(row == ["0", "0", "0", "5.00", "10.0", "15.0", "20.0"])
    }
}
