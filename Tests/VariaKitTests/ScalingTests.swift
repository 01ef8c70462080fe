import Foundation
import Reporting
import Sweeping
import Testing
import Transformer
import Variants

@testable import VariaKit

@Suite("varia bench --scaling")
struct ScalingTests {
    /// What the stable JSON holds.
    private struct Report: Decodable {
        let size: String
        let variant: String
        let threads: Int
        let equal: String
        let points: [Point]
        let memory: String
        let fits: [Fit]

        struct Point: Decodable {
            let blockSize: Int
            let sequences: Int
            let millisecondsPerStep: Double
            let steps: Int
            let microsecondsPerToken: Double
            let millisecondsPerSequence: Double
            let plannedBytes: Int
            let plannedStepBytes: Int
            let memoryBytes: Int?
            let growingWorkShare: Double
        }

        struct Fit: Decodable {
            let quantity: String
            let exponent: Double
            let rSquared: Double
            let lastExponent: Double
        }
    }

    private func plan(
        _ settings: [String] = [], memory: Int = 1 << 40, variant: String = "standard"
    ) throws -> ScalingPlan {
        try ScalingPlan(
            BenchSize.all[0], variant: variant, settings: settings, threads: 1,
            catalogue: standardCatalogue,
            memory: MachineMemory(physicalBytes: memory, availableBytes: memory))
    }

    @Test("it measures every block size, and tells it as JSON")
    func json() throws {
        let result = try VariaProcess.run([
            "bench", "--scaling", "--size", "micro", "--seconds", "0", "--json",
        ])
        #expect(result.status == 0)
        let reports = try JSONDecoder().decode([Report].self, from: Data(result.output.utf8))
        #expect(reports.map(\.size) == ["micro"] && reports.map(\.variant) == ["standard"])
        let report = try #require(reports.first)
        #expect(report.equal == "tokens" && report.threads == 1)
        #expect(report.points.map(\.blockSize) == [32, 64, 128, 256, 512, 1024])
        for point in report.points {
            #expect(point.sequences * point.blockSize == 1024 && point.steps >= 5)
            #expect(point.millisecondsPerStep > 0)
            #expect(abs(point.microsecondsPerToken * 1.024 - point.millisecondsPerStep) < 1e-9)
            #expect(
                abs(
                    point.millisecondsPerSequence * Double(point.sequences)
                        - point.millisecondsPerStep) < 1e-9)
            #expect(point.plannedBytes > point.plannedStepBytes)
            if let bytes = point.memoryBytes {
                #expect(
                    abs(bytes - point.plannedBytes) < point.plannedBytes / 2,
                    "block size \(point.blockSize): \(bytes) of \(point.plannedBytes)")
            }
        }
        let isMeasured = report.points.allSatisfy { $0.memoryBytes != nil }
        #expect(report.memory == (isMeasured ? "measured" : "planned"))
        let fits = Dictionary(uniqueKeysWithValues: report.fits.map { ($0.quantity, $0) })
        #expect(
            Set(fits.keys)
                == ["timePerToken", "timePerSequence", "timePerStep", "memory", "stepMemory"])
        let token = try #require(fits["timePerToken"])
        let sequence = try #require(fits["timePerSequence"])
        #expect(abs(token.exponent + 1 - sequence.exponent) < 1e-9)
        #expect(abs(token.lastExponent + 1 - sequence.lastExponent) < 1e-9)
    }

    @Test("as text it says what is alike, and what grows how")
    func text() throws {
        let result = try VariaProcess.run([
            "bench", "--scaling", "--size", "micro", "--seconds", "0",
        ])
        #expect(result.status == 0)
        #expect(result.output.contains("every step has 1,024 tokens"))
        for title in ["time per token", "time per sequence", "512 to 1024", "T x T work"] {
            #expect(result.output.contains(title))
        }
    }

    @Test("steps have the same tokens, or the same sequences where a batch is set")
    func equalSteps() throws {
        let tokens = try plan(["batchTokens=2048"])
        #expect(tokens.equal == .tokens)
        #expect(tokens.models.map(\.config.sequences) == [64, 32, 16, 8, 4, 2])
        let sequences = try plan(["batch=3"])
        #expect(sequences.equal == .sequences)
        #expect(sequences.models.allSatisfy { $0.config.sequences == 3 })
    }

    @Test("a step that does not fit in memory is refused in a sentence, before anything is timed")
    func memory() throws {
        let bytes = try plan().models.map(\.bytes).max() ?? 0
        _ = try plan(memory: bytes + 1)
        let error = #expect(throws: ScalingPlan.Failure.self) { try plan(memory: bytes) }
        let sentence = try #require(error).description
        #expect(sentence.contains("'micro' with a block size of 1024 and 1 sequence takes"))
        #expect(sentence.contains("memory are free"))
    }

    @Test("the share of T x T work is that of the products and the softmax of attention")
    func growingShare() throws {
        // At width C and T tokens, a block has 12 C^2 weights and scores T of its positions for each
        // token: forward, 24 C^2 of products that do not grow and 4 C T that do.
        let plan = try plan(["heads=1", "width=64", "layers=8"])
        let share = plan.growingShare(of: plan.models[5])
        let growing = Double(4 * 64 * 1024)
        let products = growing / (growing + Double(24 * 64 * 64))
        #expect(abs(share - products) < 0.05, "\(share), by products alone \(products)")
        let shares = plan.models.map(plan.growingShare)
        #expect(shares == shares.sorted() && shares[0] > 0)
    }

    @Test("a law is fitted to all points and to the last two")
    func fits() throws {
        let plan = try plan()
        let report = ScalingReport(
            plan, threads: 1,
            points: plan.models.map { model in
                let block = Double(model.config.model.blockSize)
                return ScalingReport.Point(
                    model, milliseconds: block < 1024 ? block : 4 * block, steps: 5,
                    memoryBytes: nil, growingWorkShare: 0)
            })
        let step = try #require(report.fits.first { $0.quantity == .timePerStep })
        #expect(abs(step.lastExponent - 3) < 1e-9)
        #expect(step.exponent > 1 && step.exponent < 2 && step.rSquared < 1)
    }

    @Test("memory is what was measured of every block size, or else what was planned of each")
    func memorySource() throws {
        let plan = try plan()
        func report(missing: Int?) -> ScalingReport {
            ScalingReport(
                plan, threads: 1,
                points: plan.models.enumerated().map { index, model in
                    let block = model.config.model.blockSize
                    return ScalingReport.Point(
                        model, milliseconds: 1, steps: 5,
                        memoryBytes: index == missing ? nil : 1000 * block * block,
                        growingWorkShare: 0)
                })
        }
        func exponent(_ report: ScalingReport) throws -> Double {
            try #require(report.fits.first { $0.quantity == .memory }).exponent
        }
        let measured = report(missing: nil)
        #expect(measured.memory == .measured)
        #expect(abs(try exponent(measured) - 2) < 1e-9)
        #expect(measured.text.contains("Memory is what steps took"))
        let planned = report(missing: 2)
        let values = plan.models.map { model in
            (x: Double(model.config.model.blockSize), y: Double(model.bytes))
        }
        let law = try #require(PowerLaw(values)).exponent
        #expect(planned.memory == .planned)
        #expect(try exponent(planned) == law)
        #expect(planned.text.contains("Memory is what steps should take"))
    }
}
