import Corpora
import Foundation
import Tensors
import TestSupport
import Testing
import Training
import Transformer
import Variants

@Suite("Checkpoints")
struct CheckpointTests {
    let folder: TemporaryFolder
    let file: URL
    var trial: TinyTrial

    init() throws {
        folder = try TemporaryFolder()
        file = TrialFiles(folder.url).best
        trial = try TinyTrial()
        trial.variant = try standardCatalogue.resolve("head-gating+tied-embeddings")
    }

    @Test("the best one holds the weights of the best evaluation, and all that they need")
    func best() throws {
        let outcome = try trial.trainer().run(in: folder.url, identity: "a")
        let checkpoint = try Checkpoint(contentsOf: file)
        #expect(checkpoint.model == trial.model && checkpoint.identity == "a")
        #expect(checkpoint.tokenizer == trial.corpus.tokenizer && checkpoint.corpus == "cats")
        #expect(checkpoint.training == trial.training)
        #expect(checkpoint.step == outcome.bestStep)
        let variant = try standardCatalogue.resolve(checkpoint.variant)
        let graph = try trace(checkpoint.model, variant, batch: 1, purpose: .evaluation).graph
        let parameters = try checkpoint.parameters(for: graph)
        let evaluator = try Evaluator(
            checkpoint.model, variant, corpus: trial.corpus, parameters: parameters,
            makeExecutor: cpuExecutors())
        #expect(evaluator.evaluate().loss == outcome.bestValidationLoss)
        #expect(checkpoint.validationLoss == outcome.bestValidationLoss)
    }

    @Test("a model generates text from its checkpoint")
    func generation() throws {
        _ = try trial.trainer().run(in: folder.url)
        let checkpoint = try Checkpoint(contentsOf: file)
        let generator = try Generator(
            checkpoint, try standardCatalogue.resolve(checkpoint.variant))
        #expect(
            try generator.generate(prompt: "", tokens: 9, options: SamplingOptions()).count == 9)
    }

    @Test("a truncated or foreign one is a sentence that names the file")
    func refusals() throws {
        _ = try trial.trainer().run(in: folder.url)
        let whole = try Data(contentsOf: file)
        for length in [0, 8, whole.count / 2, whole.count - 1] {
            try whole.prefix(length).write(to: file)
            let error = #expect(throws: SafeTensorsError.self) { try Checkpoint(contentsOf: file) }
            #expect(error?.description.contains(file.path) == true)
        }
        try SafeTensors([]).write(to: file)
        let foreign = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: file) }
        #expect(foreign?.problem == .foreign(missing: "model"))
        try whole.write(to: file)
        var metadata = try SafeTensors(contentsOf: file).metadata
        metadata["checksum"] = nil
        metadata["model"] = metadata["model"]?.replacing("\"heads\":2", with: "\"heads\":3")
        try SafeTensors([], metadata: metadata).write(to: file)
        let damaged = #expect(throws: CheckpointError.self) { try Checkpoint(contentsOf: file) }
        #expect(damaged?.problem == .damagedMetadata(key: "model"))
    }

    @Test("one that lacks a parameter of the variant is a sentence that names both")
    func missingParameter() throws {
        _ = try trial.trainer().run(in: folder.url)
        let checkpoint = try Checkpoint(contentsOf: file)
        let variant = try standardCatalogue.resolve("soft-window+tied-embeddings")
        let error = #expect(throws: SafeTensorsError.self) { try Generator(checkpoint, variant) }
        #expect(error?.description.contains("transformer.h.0.attn.c_mem.weight") == true)
    }
}
