import Corpora
import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Transformer

@Suite("Measurements at the end of a trial")
struct MeasurementTests {
    let folder: TemporaryFolder
    let files: TrialFiles
    var trial: TinyTrial

    init() throws {
        folder = try TemporaryFolder()
        files = TrialFiles(folder.url)
        trial = try TinyTrial()
        // What is held out has other letters, so that the best weights are those before training.
        let text = String(repeating: "ab", count: 200) + String(repeating: "ccd", count: 34)
        trial.corpus = try Corpus(
            name: "letters", bytes: Array(text.utf8), validation: .tokens(60), test: .tokens(40))
        trial.model.vocabulary = trial.corpus.tokenizer.vocabularySize
        trial.training.metrics = [.confidence, .training]
        trial.training.duration = .steps(30)
        trial.training.evaluateEvery = 10
    }

    @Test("figures are those of the best weights, with a folder and without")
    func bestWeights() throws {
        let outcome = try trial.trainer().run(in: folder.url, identity: "a")
        let losses = try EvaluationRecord.read(files.metrics).map(\.validationLoss)
        #expect(
            try #require(outcome.bestStep) < outcome.steps,
            "the test needs other weights: \(losses)")
        let checkpoint = try Checkpoint(contentsOf: files.best)
        let graph = try trace(trial.model, trial.variant, batch: 1, purpose: .evaluation).graph
        let parameters = try checkpoint.parameters(for: graph)
        func evaluate(_ part: Split.Part) throws -> Evaluator.Result {
            try Evaluator(
                trial.model, trial.variant, corpus: trial.corpus, part: part,
                parameters: parameters, makeExecutor: cpuExecutors()
            ).evaluate()
        }
        let (training, validation, test) = (
            try evaluate(.training), try evaluate(.validation), try evaluate(.test)
        )
        let metrics = outcome.metrics
        #expect(metrics["trainingLoss"] == training.loss)
        #expect(metrics["trainingAccuracy"] == training.accuracy)
        #expect(metrics["testLoss"] == test.loss && metrics["testAccuracy"] == test.accuracy)
        #expect(metrics["accuracy"] == validation.accuracy)
        #expect(metrics["confidenceTraining"] == training.confidence.mean)
        #expect(metrics["confidenceTestMinimum"] == test.confidence.minimum)
        #expect(metrics["confidenceValidationMaximum"] == validation.confidence.maximum)
        #expect(metrics.count == 15)
        #expect(try trial.trainer().run().metrics == metrics)
    }

    @Test("asking for them changes no bit of the training")
    func bits() throws {
        var plain = trial
        plain.training.metrics = []
        let (with, without) = (try trial.trainer(), try plain.trainer())
        let (first, second) = (try with.run(), try without.run())
        #expect(with.parameters.bits == without.parameters.bits)
        #expect(first.finalValidationLoss == second.finalValidationLoss)
        let names = second.metrics.keys.sorted()
        #expect(names == ["accuracy", "perplexity", "testAccuracy", "testLoss"])
    }

    @Test("a process that dies between measurements leaves the others to its successor")
    func kills() throws {
        let whole = try trial.trainer().run()
        var deaths = 0
        var outcome: TrialOutcome?
        while outcome == nil {
            var questions = 0
            let run = process(asked: {
                questions += 1
                // Each process lives for one question more: before a measurement, or in it.
                if questions > deaths { throw Killed() }
                return false
            })
            do { outcome = try run() } catch is Killed {
                deaths += 1
                #expect(deaths < 20)
            }
        }
        #expect(deaths == 5)
        #expect(outcome?.metrics == whole.metrics)
        #expect(try EvaluationRecord.read(files.metrics).map(\.step) == [0, 10, 20, 30])
        let progress = try SafeTensors(contentsOf: files.state).metadata["progress"]
        #expect(try trial.trainer().run(in: folder.url, identity: "a").metrics == whole.metrics)
        #expect(try SafeTensors(contentsOf: files.state).metadata["progress"] == progress)
    }

    /// A process on the trial, which asks whether to stop once its training has ended.
    private func process(
        asked: @escaping () throws -> Bool, measuring: @escaping (String) -> Void = { _ in }
    ) -> () throws -> TrialOutcome {
        var hasTrained = false
        return {
            try trial.trainer().run(
                in: folder.url, identity: "a",
                observe: {
                    switch $0 {
                    case .evaluated(let record): hasTrained = record.step == 30
                    case .started(30, _): hasTrained = true
                    case .measuring(let name): measuring(name)
                    default: break
                    }
                }, shouldStop: { try hasTrained && asked() })
        }
    }

    @Test("a polite stop between measurements or in one is heard, and the rest is measured later")
    func stops() throws {
        let whole = try trial.trainer().run()
        var ends: [TrialOutcome] = []
        var begun: [[String]] = []
        repeat {
            var questions = 0
            begun.append([])
            let run = process(
                asked: {
                    questions += 1
                    // Each process is asked to stop one question later than the one before it.
                    return questions > ends.count
                }, measuring: { begun[begun.count - 1].append($0) })
            ends.append(try run())
        } while ends.last?.status == .interrupted && ends.count < 20
        #expect(ends.last?.status == .finished && ends.last?.metrics == whole.metrics)
        // Before the first one, in it, and after it, where the answer is heard before the next.
        let counts = ends.prefix(3).map(\.metrics.count)
        #expect(counts == [2, 2, 4], "accuracy and perplexity, then the test part's two")
        #expect(begun.prefix(3) == [[], ["test"], ["test"]])
        #expect(begun.last?.last == "training")
        #expect(begun.flatMap(\.self).filter { $0 == "confidence" }.count > 1, "begun again")
    }

    @Test("a stop while the model writes is heard")
    func stopWhileWriting() throws {
        var trial = trial
        trial.training.metrics = [.wordOverlap]
        var questions = 0
        var isWriting = false
        let outcome = try trial.trainer().run(
            in: folder.url, identity: "a",
            observe: { if case .measuring("wordOverlap") = $0 { isWriting = true } },
            shouldStop: {
                if isWriting { questions += 1 }
                return questions == 30
            })
        #expect(outcome.status == .interrupted && questions == 30)
        #expect(outcome.metrics["wordOverlap"] == nil && outcome.metrics["testLoss"] != nil)
    }

    @Test("best weights that are gone, damaged or another's are a sentence, or start over")
    func damaged() throws {
        let whole = try trial.trainer().run()
        func interrupt() throws {
            for file in [files.state, files.previousState, files.best] {
                try? FileManager.default.removeItem(at: file)
            }
            var hasEnded = false
            let outcome = try trial.trainer().run(
                in: folder.url, identity: "a",
                observe: {
                    if case .evaluated(let record) = $0 { hasEnded = record.step == 30 }
                }, shouldStop: { hasEnded })
            #expect(outcome.status == .interrupted)
        }
        try interrupt()
        let best = try Data(contentsOf: files.best)
        var metadata = try SafeTensors(contentsOf: files.best).metadata
        let tensors = try SafeTensors(contentsOf: files.best).tensors
        metadata["step"] = "10"
        metadata["checksum"] = nil
        let otherStep = SafeTensors(tensors, metadata: metadata)
        let damages: [() throws -> Void] = [
            { try FileManager.default.removeItem(at: files.best) },
            { try best.prefix(best.count / 2).write(to: files.best) },
            { try otherStep.write(to: files.best) },
        ]
        for damage in damages {
            try interrupt()
            try damage()
            let error = #expect(throws: (any Error).self) {
                try trial.trainer().run(in: folder.url, identity: "a")
            }
            #expect("\(error as Any)".contains(files.best.path))
            var reasons: [String] = []
            let outcome = try trial.trainer().run(
                in: folder.url, identity: "a", onUnusableState: .restart,
                observe: { if case .restarted(let reason, _) = $0 { reasons.append(reason) } })
            #expect(reasons.count == 1 && reasons[0].contains(files.best.path))
            #expect(outcome.metrics == whole.metrics)
        }
    }

    @Test("training that diverged is not measured")
    func divergence() throws {
        var trial = trial
        trial.training.learningRate = 1e6
        trial.training.minLearningRate = 1e6
        trial.training.weightDecay = 1
        trial.training.warmup = 0
        trial.training.duration = .steps(500)
        trial.training.evaluateEvery = 500
        let outcome = try trial.trainer().run()
        #expect(outcome.status == .diverged)
        #expect(outcome.metrics.keys.sorted() == ["accuracy", "perplexity"])
    }
}
