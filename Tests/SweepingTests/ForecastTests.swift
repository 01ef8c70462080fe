import Foundation
import Sweeping
import TestSupport
import Testing
import Training

@Suite("A forecast")
struct ForecastTests {
    private static let plenty = MachineMemory(physicalBytes: 1 << 40, availableBytes: 1 << 40)

    private func sweep(_ spec: String, in root: URL) throws -> PreparedSweep {
        let corpus = root.appendingPathComponent("tiny.txt")
        try Data(tinyText.utf8).write(to: corpus)
        return try PreparedSweep(
            try sweepPlan(spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
    }

    private func forecast(
        _ spec: String = WorkerTests.spec, jobs: Int = 2, memory: MachineMemory = plenty
    ) throws -> SweepForecast {
        try TemporaryFolder.with { root in
            try SweepForecast(
                try sweep(spec, in: root), in: SweepDirectory(root), jobs: jobs, memory: memory)
        }
    }

    @Test("counts the tokens of the parts that measuring reads, each once")
    func measured() throws {
        let plan = try sweepPlan(
            """
            { name: 'a', data: { length: 1000, validation: 100, test: 200 },
              base: { layers: 1, width: 16, heads: 1, blockSize: 8, steps: 1 },
              cases: [{}, { metrics: ["training"] }, { metrics: ["confidence"] },
                      { metrics: ["training", "confidence"] }, { test: null },
                      { test: null, metrics: ["training"] },
                      { test: null, metrics: ["confidence"] }] }
            """)
        let tokens = try PreparedSweep(plan).trials.map(\.measuredTokens)
        #expect(tokens == [200, 900, 1000, 1000, 0, 900, 1000])
    }

    @Test("says what a halving sweep takes at the least and at the most")
    func halving() throws {
        let forecast = try forecast(HalvingSweepTests.spec(), jobs: 1)
        let each = try #require(forecast.trials.compactMap(\.seconds).max())
        // Nine trials to 2 of 8 steps, then at least 4 and at most 8, then at least 2 and at most 7.
        let search = try #require(forecast.search)
        #expect(abs(search.least / each - (9 * 0.25 + 4 * 0.25 + 2 * 0.5)) < 1e-9)
        #expect(abs(search.most / each - (9 * 0.25 + 8 * 0.25 + 7 * 0.5)) < 1e-9)
        #expect("\(forecast)".contains("compared after 2, 4 steps"))
    }

    @Test("says what a tuned sweep takes: of the measuring seeds one setting each")
    func tuning() throws {
        let forecast = try forecast(TuningTests.spec, jobs: 1)
        let search = try #require(forecast.search)
        var total = 0.0
        for trial in forecast.trials { total += try #require(trial.seconds) }
        // Each of both variants: 3 settings on 1 seed, and 1 of 3 on 2 seeds.
        #expect(abs(search.least / total - 5.0 / 9) < 1e-9)
        #expect(abs(search.most / total - 5.0 / 9) < 1e-9)
        #expect("\(forecast)".contains("only the best is measured"))
    }

    @Test("counts cells and trials, and writes nothing")
    func counts() throws {
        try TemporaryFolder.with { root in
            let sweep = try sweep(WorkerTests.spec, in: root)
            let directory = SweepDirectory(root.appendingPathComponent("sweep"))
            let forecast = try SweepForecast(sweep, in: directory, jobs: 2)
            #expect(forecast.trials.count == 4)
            #expect(try #require(forecast.seconds) > 0)
            #expect(forecast.memoryBytes > 2 * 16 * forecast.trials[0].parameters)
            #expect("\(forecast)".contains("tiny: 4 trials; about"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).count == 1)
        }
    }

    @Test("times the models that take under half of the available memory, and goes by them")
    func extrapolation() throws {
        let spec = WorkerTests.spec.replacing("seed: [1, 2]", with: "width: [16, 64]")
        let whole = try forecast(spec)
        #expect(whole.trials.allSatisfy { $0.seconds != nil && !$0.isExtrapolated })
        #expect(!"\(whole)".contains("~"))
        let small = try #require(whole.trials.filter { $0.cell.contains("width=16") }.last)
        let memory = MachineMemory(
            physicalBytes: 1 << 40, availableBytes: 2 * small.memoryBytes + 2)
        let part = try forecast(spec, memory: memory)
        #expect(part.trials.map(\.memoryBytes) == whole.trials.map(\.memoryBytes))
        for trial in part.trials {
            #expect(trial.isExtrapolated == trial.cell.contains("width=64"))
        }
        let speeds = part.trials.map { $0.flops / ($0.seconds ?? 0) }
        let extrapolated = try #require(zip(part.trials, speeds).first { $0.0.isExtrapolated }).1
        let isMeasured = zip(part.trials, speeds).contains {
            !$0.0.isExtrapolated && abs($0.1 / extrapolated - 1) < 1e-9
        }
        #expect(isMeasured)
        #expect("\(part)".contains("A time with ~ is extrapolated"))
    }

    @Test("does not time a model that takes half of the available memory")
    func half() throws {
        let largest = try #require(try forecast().trials.map(\.memoryBytes).max())
        for (available, isTimed) in [(2 * largest, false), (2 * largest + 2, true)] {
            let memory = MachineMemory(physicalBytes: 1 << 40, availableBytes: available)
            for trial in try forecast(memory: memory).trials where trial.memoryBytes == largest {
                #expect(trial.isExtrapolated != isTimed)
            }
        }
    }

    @Test("says where no model was timed, instead of a number")
    func untimed() throws {
        let forecast = try forecast(
            memory: MachineMemory(physicalBytes: 1 << 40, availableBytes: 1000))
        #expect(forecast.seconds == nil)
        #expect(forecast.trials.allSatisfy { $0.seconds == nil && !$0.isExtrapolated })
        let text = "\(forecast)"
        #expect(text.contains("not timed") && text.contains("No model was timed"))
        #expect(text.contains("a time that is not known"))
    }

    @Test("warns where the trials side by side do not fit, and says what would help")
    func warning() throws {
        let largest = try #require(try forecast().trials.map(\.memoryBytes).max())
        func text(physical: Int) throws -> String {
            try forecast(memory: MachineMemory(physicalBytes: physical, availableBytes: 1 << 40))
                .description
        }
        #expect(try !text(physical: 2 * largest).contains("Warning"))
        #expect(try text(physical: largest).contains("fewer --jobs"))
        #expect(try text(physical: largest - 1).contains("the model smaller"))
        #expect(try text(physical: largest).contains("trials side by side would"))
    }

    @Test("speaks of one trial as one")
    func single() throws {
        let spec = WorkerTests.spec.replacing("seed: [1, 2]", with: "seed: [1]")
            .replacing("\"standard\", \"soft-window\"", with: "\"standard\"")
        #expect(try forecast(spec).description.contains("tiny: 1 trial; about"))
        let small = MachineMemory(physicalBytes: 1, availableBytes: 1 << 40)
        let text = try forecast(spec, memory: small).description
        #expect(text.contains("Warning: a trial would take up to"), "\(text)")
    }

    @Test("knows the memory of this machine")
    func machine() {
        let memory = MachineMemory.current()
        #expect(memory.availableBytes > 1 << 20)
        #expect(memory.physicalBytes >= memory.availableBytes)
    }

    @Test("counts the steps of an epoch as training does", arguments: [2, 7, 100_000])
    func epochs(batch: Int) throws {
        try TemporaryFolder.with { root in
            let spec = WorkerTests.spec.replacing("steps: 6", with: "epochs: 3")
                .replacing("batch: 2", with: "batch: \(batch)")
            let trial = try sweep(spec, in: root).trials[0]
            let trainer = try Trainer(
                trial.config.model, trial.config.variant, training: trial.config.training,
                corpus: trial.corpus)
            #expect(trial.steps == trainer.steps)
        }
    }
}
