import Foundation
import Sweeping
import TestSupport
import Testing
import Training

@Suite("An analysis as it is read")
struct TrialAnalysisTests {
    private static let whole = TrialAnalysis(
        id: "a", step: 2, lossByPosition: [3.5, 2.25], predictionsByPosition: [1, 4],
        attention: [AttentionSummary(layer: 0, distance: [1.5, 2.5], entropy: [0.25, 0.75])],
        sample: TrialAnalysis.Sample(
            prompt: "a", text: "b", temperature: 0.5, seed: 1, secondsPerToken: 0.125),
        evaluationSeconds: 8)

    private func read(_ data: Data) throws -> TrialAnalysis {
        try JSONDecoder().decode(TrialAnalysis.self, from: data)
    }

    @Test("is the one that was written, with all of its parts or none")
    func whole() throws {
        #expect(try read(JSONText.line(Self.whole)) == Self.whole)
        let bare = TrialAnalysis(id: "b", step: 0, evaluationSeconds: 0)
        #expect(try read(JSONText.page(bare)) == bare)
        let uncounted = TrialAnalysis(
            id: "c", step: 1, lossByPosition: [1], evaluationSeconds: 0.5)
        #expect(try read(JSONText.line(uncounted)) == uncounted)
    }

    @Test(
        "is refused where its figures do not belong together",
        arguments: [
            ("\"predictionsByPosition\":[1,4]", "\"predictionsByPosition\":[1]"),
            ("\"predictionsByPosition\":[1,4]", "\"predictionsByPosition\":[1,4,4]"),
            ("\"predictionsByPosition\":[1,4]", "\"predictionsByPosition\":[0,4]"),
            ("\"lossByPosition\":[3.5,2.25]", "\"lossByPosition\":[3.5]"),
            ("\"lossByPosition\":[3.5,2.25],", ""),
            (
                "\"lossByPosition\":[3.5,2.25],\"predictionsByPosition\":[1,4]",
                "\"lossByPosition\":[],\"predictionsByPosition\":[]"
            ),
            ("\"lossByPosition\":[3.5,2.25]", "\"lossByPosition\":[3.5,null]"),
            ("\"distance\":[1.5,2.5]", "\"distance\":[1.5]"),
            ("\"entropy\":[0.25,0.75]", "\"entropy\":[0.25,1e999]"),
            ("\"evaluationSeconds\":8", "\"evaluationSeconds\":1e999"),
            ("\"step\":2,", ""),
        ])
    func damaged(_ part: String, _ other: String) throws {
        let text = String(decoding: try JSONText.line(Self.whole), as: UTF8.self)
        let changed = text.replacing(part, with: other)
        try #require(changed != text)
        #expect(throws: DecodingError.self) { try read(Data(changed.utf8)) }
    }

    @Test("in a sweep's file it is told by its line, and the others are kept")
    func lines() throws {
        try TemporaryFolder.with { folder in
            let directory = SweepDirectory(folder)
            let text = String(decoding: try JSONText.line(Self.whole), as: UTF8.self)
            let damaged = text.replacing("[1,4]", with: "[1]")
                .replacing("\"a\",", with: "\"b\",")
            let earlier = damaged.replacing("\"version\":1", with: "\"version\":0")
            try Data("\(damaged)\n\(text)\n\(earlier)\n".utf8)
                .write(to: directory.gatheredAnalyses)
            var told: [String] = []
            #expect(try directory.analyses { told.append($0) } == [Self.whole])
            #expect(told.count == 1 && told[0].hasPrefix("Line 1 of '"), "\(told)")
        }
    }
}
