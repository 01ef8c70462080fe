import Corpora
import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Training")
struct TrainerTests {
    @Test(
        "makes the loss fall",
        arguments: Prediction.allCases, ["standard", "soft-window+tied-embeddings", "head-gating"])
    func lossFalls(predict: Prediction, variant: String) throws {
        var trial = try TinyTrial(predict: predict)
        trial.variant = try standardCatalogue.resolve(variant)
        trial.training.duration = .steps(60)
        trial.training.evaluateEvery = 30
        var records: [EvaluationRecord] = []
        let outcome = try trial.trainer().run {
            if case .evaluated(let record) = $0 { records.append(record) }
        }
        #expect(outcome.status == .finished && outcome.steps == 60 && !outcome.stoppedEarly)
        #expect(records.map(\.step) == [0, 30, 60])
        let first = try #require(records[0].validationLoss)
        let last = try #require(outcome.finalValidationLoss)
        #expect(last < first - 0.3, "from \(first) to \(last)")
        #expect(outcome.bestValidationLoss == records.compactMap(\.validationLoss).min())
        #expect(outcome.tokensSeen == 60 * 4 * 8 && outcome.seconds > 0)
        #expect(records[0].trainLoss == nil && records[0].tokensPerSecond == nil)
        #expect(outcome.finalTrainLoss == records[2].trainLoss)
    }

    @Test("leaves out the evaluation before the first step on request, with the same steps")
    func noEvaluationAtStart() throws {
        var trial = try TinyTrial()
        let reference = try trial.trainer().run()
        trial.training.evaluateAtStart = false
        func evaluated() throws -> (steps: [Int], outcome: TrialOutcome) {
            var steps: [Int] = []
            let outcome = try trial.trainer().run {
                if case .evaluated(let record) = $0 { steps.append(record.step) }
            }
            return (steps, outcome)
        }
        let found = try evaluated()
        #expect(found.steps == [3, 6, 9, 10])
        #expect(found.outcome.finalValidationLoss == reference.finalValidationLoss)
        // Where there is no step, it is the only one.
        trial.training.duration = .steps(0)
        #expect(try evaluated().steps == [0])
    }

    @Test("gives the interpreter's result on the fast path")
    func executors() throws {
        var trial = try TinyTrial()
        trial.model.dropout = 0.2
        // With Adam's usual epsilon, rounding decides the direction of gradients that are nearly 0.
        trial.training.epsilon = 1e-3
        let fast = try trial.trainer().run()
        let slow = try trial.trainer(interpreters()).run()
        let (a, b) = (
            try #require(fast.finalValidationLoss), try #require(slow.finalValidationLoss)
        )
        #expect(abs(a - b) < 1e-5, "\(a) and \(b)")
    }

    @Test("gives the same bits each time, and others for another seed")
    func determinism() throws {
        var trial = try TinyTrial()
        trial.model.dropout = 0.1
        let (a, b) = (try trial.trainer(), try trial.trainer())
        let (first, second) = (try a.run(), try b.run())
        #expect(a.parameters.bits == b.parameters.bits)
        #expect(first.finalValidationLoss == second.finalValidationLoss)
        let again = try a.run()
        #expect(again.finalValidationLoss == first.finalValidationLoss, "a trainer can run twice")
        trial.training.seed = 2
        #expect(try trial.trainer().run().finalValidationLoss != first.finalValidationLoss)
    }

    @Test("reports the mean training loss since the last evaluation")
    func trainLoss() throws {
        var losses: [Double] = []
        var records: [EvaluationRecord] = []
        _ = try TinyTrial().trainer().run {
            switch $0 {
            case .stepped(_, let loss): losses.append(loss)
            case .evaluated(let record): records.append(record)
            case .started, .restarted, .measuring: break
            }
        }
        #expect(records.map(\.step) == [0, 3, 6, 9, 10])
        for (last, record) in zip(records, records.dropFirst()) {
            let mean =
                losses[last.step..<record.step].reduce(0, +) / Double(record.step - last.step)
            #expect(abs(try #require(record.trainLoss) - mean) < 1e-12)
        }
    }

    @Test("drops out other elements at each step")
    func dropout() throws {
        var trial = try TinyTrial()
        // One window, so that all batches are equal.
        trial.corpus = try Corpus(
            name: "short", bytes: Array("abcdefghabcdefghab".utf8), validation: .fraction(0.5))
        trial.training.learningRate = 0
        trial.training.minLearningRate = 0
        func losses() throws -> Set<Double> {
            var losses: Set<Double> = []
            _ = try trial.trainer().run {
                if case .stepped(_, let loss) = $0 { losses.insert(loss) }
            }
            return losses
        }
        #expect(try losses().count == 1)
        trial.model.dropout = 0.5
        #expect(try losses().count == 10)
    }

    @Test("reads each window once in an epoch, the remainder of a batch included")
    func epochs() throws {
        var trial = try TinyTrial()
        trial.training.duration = .epochs(2)
        trial.training.batch = .sequences(64)
        let windows = trial.corpus.tokens(of: .training).count - 8
        let trainer = try trial.trainer()
        #expect(windows % 64 != 0 && trainer.steps == 2 * ((windows + 63) / 64))
        #expect(try trainer.run().tokensSeen == 2 * windows * 8)
        trial.training.batch = .sequences(100_000)
        let whole = try trial.trainer()
        #expect(try whole.steps == 2 && whole.run().tokensSeen == 2 * windows * 8)
    }

    @Test("evaluates after each epoch, whose training loss is the mean over its batches")
    func epochEvaluations() throws {
        var trial = try TinyTrial()
        trial.training.duration = .epochs(3)
        trial.training.evaluateEvery = nil
        trial.training.batch = .sequences(64)
        let trainer = try trial.trainer()
        var losses: [Double] = []
        var records: [EvaluationRecord] = []
        _ = try trainer.run {
            switch $0 {
            case .stepped(_, let loss): losses.append(loss)
            case .evaluated(let record): records.append(record)
            case .started, .restarted, .measuring: break
            }
        }
        let steps = trainer.stepsPerEpoch
        #expect(steps > 1 && records.map(\.step) == [0, steps, 2 * steps, 3 * steps])
        let mean = losses[steps..<2 * steps].reduce(0, +) / Double(steps)
        #expect(abs(try #require(records[2].trainLoss) - mean) < 1e-12)
        trial.training.patience = 1
        trial.training.learningRate = 0
        trial.training.minLearningRate = 0
        let outcome = try trial.trainer().run()
        #expect(outcome.stoppedEarly && outcome.steps == steps)
    }

    @Test("stops when patience runs out, and says so")
    func patience() throws {
        var trial = try TinyTrial()
        trial.training.duration = .steps(100)
        trial.training.learningRate = 0
        trial.training.minLearningRate = 0
        trial.training.patience = 2
        let outcome = try trial.trainer().run()
        #expect(outcome.status == .finished && outcome.stoppedEarly)
        #expect(outcome.steps == 6 && outcome.bestStep == 0)
    }

    @Test("counts a fall of less than minDelta as no improvement, but keeps its weights as best")
    func minDelta() throws {
        var trial = try TinyTrial()
        trial.training.duration = .steps(100)
        trial.training.learningRate = 1e-5
        trial.training.minLearningRate = 1e-5
        trial.training.patience = 3
        #expect(try !trial.trainer().run().stoppedEarly)
        trial.training.minDelta = 0.1
        let outcome = try trial.trainer().run()
        #expect(outcome.stoppedEarly && outcome.steps == 9 && outcome.bestStep == 9)
    }

    @Test("ends as diverged, with the step, when a loss is no longer finite")
    func divergence() throws {
        var trial = try TinyTrial()
        trial.training.duration = .steps(500)
        trial.training.learningRate = 1e6
        trial.training.minLearningRate = 1e6
        trial.training.weightDecay = 1
        trial.training.warmup = 0
        trial.training.evaluateEvery = 400
        let folder = try TemporaryFolder()
        var last = 0
        let outcome = try trial.trainer().run(in: folder.url) {
            if case .stepped(let step, let loss) = $0 {
                #expect(loss.isFinite)
                last = step
            }
        }
        #expect(outcome.status == .diverged && outcome.steps == last && last > 0 && last < 400)
        #expect(outcome.bestStep == 0 && outcome.bestValidationLoss?.isFinite == true)
        var steps = 0
        let again = try trial.trainer().run(in: folder.url) {
            if case .stepped = $0 { steps += 1 }
        }
        #expect(again.status == .diverged && again.steps == last && steps == 0)
    }

    @Test("records what variants probe, at each evaluation")
    func probes() throws {
        var trial = try TinyTrial()
        trial.variant = try standardCatalogue.resolve("soft-window")
        let outcome = try trial.trainer().run()
        let probe = try #require(outcome.probes.first { $0.name.hasSuffix("window") })
        #expect(probe.variant == "soft-window" && probe.layer == 0)
        #expect(probe.headAxis == 0 && probe.shape.first == trial.model.heads)
        #expect(probe.values?.count == probe.shape.reduce(1, *))
        let values = try #require(probe.values)
        let mean = values.reduce(0, +) / Float(values.count)
        #expect(abs(Double(mean) - (try #require(probe.mean))) < 1e-4)
        #expect(try #require(probe.minimum) > 1, "a window is at least 1")
    }

    @Test("refuses a model that has fewer tokens than the corpus")
    func vocabulary() throws {
        var trial = try TinyTrial()
        trial.model.vocabulary = 5
        let error = #expect(throws: TrainingError.self) { try trial.trainer() }
        #expect(error?.description.contains("vocabulary is 5") == true)
    }
}
