import Foundation
import Testing
import Training

@Suite("The learning rate")
struct LearningRateScheduleTests {
    private func schedule(_ change: (inout TrainingConfig) -> Void = { _ in })
        -> LearningRateSchedule
    {
        var training = TrainingConfig()
        change(&training)
        return LearningRateSchedule(training, steps: 2000)
    }

    @Test("rises over the warm-up in equal steps that reach it just afterwards")
    func warmup() {
        let schedule = schedule()
        #expect(schedule.rate(at: 0) == 1e-3 * 1 / 101)
        #expect(schedule.rate(at: 99) == 1e-3 * 100 / 101)
        #expect(schedule.rate(at: 100) == 1e-3)
    }

    @Test("falls along half a cosine to its least value at the last step")
    func cosine() {
        let schedule = schedule()
        #expect(abs(schedule.rate(at: 1050) - 5.5e-4) < 1e-15, "half way")
        let quarter = 1e-4 + 0.5 * (1 + 0.5.squareRoot()) * 9e-4
        #expect(abs(schedule.rate(at: 575) - quarter) < 1e-15, "a quarter of the way")
        #expect(schedule.rate(at: 2000) == 1e-4)
        #expect(schedule.rate(at: 5000) == 1e-4)
        let rates = (100...2000).map(schedule.rate)
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("stays where it is without a cosine")
    func constant() {
        let schedule = schedule { $0.schedule = .constant }
        #expect(schedule.rate(at: 1) == 1e-3 * 2 / 101)
        #expect([100, 1000, 1999].map(schedule.rate) == [1e-3, 1e-3, 1e-3])
    }

    @Test("is finite where the warm-up is as long as training, or longer")
    func longWarmup() {
        for warmup in [0, 1, 1999, 2000, 2001, 10_000] {
            let schedule = schedule { $0.warmup = warmup }
            #expect((0...2000).map(schedule.rate).allSatisfy { $0 >= 0 && $0 <= 1e-3 })
        }
    }
}
