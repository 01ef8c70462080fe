import Sweeping
import Testing
import Training
import Transformer
import Variants

@Suite("The limit of memory")
struct MemoryLimitTests {
    private func config(_ settings: String...) throws -> TrialConfig {
        try TrialConfig(
            Settings(arguments: ["layers=1", "heads=2", "width=16", "blockSize=8"] + settings),
            catalogue: standardCatalogue)
    }

    private func limit(_ bytes: Int) -> MemoryLimit {
        MemoryLimit(MachineMemory(physicalBytes: bytes, availableBytes: 0))
    }

    @Test("lets through what the plan of a step takes, and nothing that takes a byte more")
    func border() throws {
        let config = try config("batch=4")
        let plan = try TrainingPlan(
            config.model, config.variant, batch: 4, precision: config.training.precision)
        let bytes = plan.memory.parameters + plan.memory.step
        try limit(bytes).checkStep(of: config)
        #expect(throws: SweepError.memory(needed: bytes, physical: bytes - 1)) {
            try limit(bytes - 1).checkStep(of: config)
        }
        try limit(2 * bytes).checkInDouble(config.model, config.variant, batch: 4)
        #expect(throws: SweepError.memory(needed: 2 * bytes, physical: 2 * bytes - 1)) {
            try limit(2 * bytes - 1).checkInDouble(config.model, config.variant, batch: 4)
        }
    }

    @Test("counts no more rows of an epoch's batch than there are windows")
    func epochs() throws {
        let preparer = TrialPreparer(relativeTo: nil)
        let data = "length=200"
        let small = try preparer.prepare(config(data, "batch=100", "epochs=1"))
        let large = try preparer.prepare(config(data, "batch=100000", "epochs=1"))
        let steps = try preparer.prepare(config(data, "batch=100000", "steps=1"))
        func needed(_ trial: PreparedTrial) -> Int? {
            let error = #expect(throws: SweepError.self) { try limit(0).check(trial) }
            guard case .memory(let needed, _)? = error else { return nil }
            return needed
        }
        let bytes = try #require(needed(small))
        #expect(try #require(needed(large)) < 3 * bytes)
        #expect(try #require(needed(steps)) > 50 * bytes)
    }
}
