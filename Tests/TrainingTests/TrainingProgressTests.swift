import Testing
import Training

@Suite("Patience")
struct TrainingProgressTests {
    /// How training goes on after evaluations with these losses; nil is one that is not finite.
    private func progress(
        _ losses: [Double?], patience: Int?, minDelta: Double = 0, steps: Int = 100
    ) -> (progress: TrainingProgress, best: [Bool]) {
        var training = TrainingConfig()
        training.patience = patience
        training.minDelta = minDelta
        var progress = TrainingProgress()
        var best: [Bool] = []
        for (index, loss) in losses.enumerated() {
            progress.step = index
            let record = EvaluationRecord(
                step: index, validationLoss: loss, learningRate: 0, tokensSeen: 0, seconds: 0)
            best.append(progress.count(record, training: training, steps: steps))
        }
        return (progress, best)
    }

    @Test("begins anew at each improvement")
    func improvement() {
        let losses = [5.0, 6, 4, 5, 4.5]
        #expect(progress(losses, patience: 3).progress.end == nil)
        #expect(progress(losses, patience: 2).progress.end == .stoppedEarly)
        #expect(progress(losses, patience: 2).best == [true, false, true, false, false])
        #expect(progress(losses, patience: 2).progress.bestStep == 2)
        #expect(progress(losses.dropLast(), patience: 2).progress.end == nil)
        #expect(progress(losses, patience: nil).progress.end == nil)
    }

    @Test("adds up small improvements until they are one")
    func smallImprovements() {
        let losses = [5.0, 4.96, 4.92, 4.88]
        let result = progress(losses, patience: 3, minDelta: 0.1)
        #expect(result.progress.end == nil && result.progress.reference == 4.88)
        #expect(result.best == [true, true, true, true])
        #expect(progress(losses, patience: 2, minDelta: 0.1).progress.end == .stoppedEarly)
    }

    @Test("gives way to the end of training, and to divergence")
    func ends() {
        #expect(progress([5, 5, 5], patience: 2, steps: 2).progress.end == .completed)
        #expect(progress([5, nil], patience: 1).progress.end == .diverged)
        #expect(progress([nil], patience: 1).progress.bestStep == nil)
    }
}
