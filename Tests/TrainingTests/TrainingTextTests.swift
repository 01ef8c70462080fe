import Corpora
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@Suite("The text that a model was trained on")
struct TrainingTextTests {
    private let folder: TemporaryFolder
    private let corpusFile: URL
    private let checkpointFile: URL
    private var trial: TinyTrial

    init() throws {
        folder = try TemporaryFolder()
        corpusFile = folder.url.appendingPathComponent("text.txt")
        checkpointFile = TrialFiles(folder.url).best
        trial = try TinyTrial()
        let bytes = Array(String(repeating: "the cat sat on a mat. ", count: 30).utf8)
        try Data(bytes).write(to: corpusFile)
        trial.corpus = try Corpus(name: corpusFile.path, bytes: bytes, validation: .fraction(0.25))
        trial.model.vocabulary = trial.corpus.tokenizer.vocabularySize
        _ = try trial.trainer().run(in: folder.url)
    }

    @Test("is found again, and only its training part")
    func found() throws {
        let tokens = try Checkpoint(contentsOf: checkpointFile).trainingTokens()
        #expect(tokens == trial.corpus.tokens(of: .training))
        #expect(tokens.count == 495)
    }

    @Test("may lie elsewhere")
    func elsewhere() throws {
        let moved = folder.url.appendingPathComponent("moved.txt")
        try FileManager.default.moveItem(at: corpusFile, to: moved)
        let checkpoint = try Checkpoint(contentsOf: checkpointFile)
        let error = #expect(throws: CorpusError.self) { try checkpoint.trainingTokens() }
        #expect(error?.description.contains("text.txt") == true)
        #expect(
            try checkpoint.trainingTokens(from: moved.path) == trial.corpus.tokens(of: .training))
    }

    @Test("is not taken for another one of the same length and characters")
    func other() throws {
        var bytes = try Data(contentsOf: corpusFile)
        bytes.swapAt(0, 1)
        try bytes.write(to: corpusFile)
        let checkpoint = try Checkpoint(contentsOf: checkpointFile)
        let error = #expect(throws: TrainingTextError.self) { try checkpoint.trainingTokens() }
        #expect(error == .differs(corpusFile.path))
    }

    @Test("is not known to files from before it was recorded, which can be read all the same")
    func notRecorded() throws {
        let content = try SafeTensors(contentsOf: checkpointFile)
        var metadata = content.metadata
        metadata["text"] = nil
        try SafeTensors([], metadata: metadata).write(to: checkpointFile)
        let checkpoint = try Checkpoint(contentsOf: checkpointFile)
        #expect(checkpoint.text == nil)
        #expect(throws: TrainingTextError.notRecorded) { try checkpoint.trainingTokens() }
    }
}
