import Foundation
import Reporting
import TestSupport
import Testing

@Suite("TensorBoard itself", .enabled(if: TensorBoardProgram.isWanted))
struct TensorBoardProgramTests {
    @Test("reads the runs, their curves and their hyperparameters")
    func reading() throws {
        try TemporaryFolder.with { root in
            let sweep = try ExportedSweep(in: root)
            _ = try sweep.export()
            let sight = try TensorBoardProgram.read(sweep.out)
            let ends = ["narrow_bias=true_dropout=0.25", "standard_bias=false_dropout=0.25"]
            let names = ends.flatMap { ["\($0)_seed=1", "\($0)_seed=2"] }
            #expect(sight.scalars.keys.sorted() == names)
            let curves = try #require(sight.scalars[names[0]])
            #expect(curves["validation/loss"] == [[0, 3.625], [10, 3], [20, 2.375]])
            #expect(curves["training/gradientNorm"] == [[10, 0.75], [20, 0.75]])
            #expect(curves["probes/attn.window/layer 1"] == [[0, 1.5], [10, 1.5], [20, 1.5]])
            #expect(curves.count == 10)
            // Its folder is gone, and its result known.
            #expect(sight.scalars[names[3]] == ["bestValidationLoss": [[20, 2]]])

            #expect(sight.groups.map(\.name).sorted() == ends)
            for group in sight.groups {
                let variant = group.name.hasPrefix("narrow") ? "narrow" : "standard"
                #expect(
                    group.hyperparameters == [
                        "variant": "\"\(variant)\"", "dropout": "0.25",
                        "bias": variant == "narrow" ? "true" : "false",
                    ])
                let sessions = group.sessions.sorted { $0.key < $1.key }
                #expect(sessions.map(\.key) == ["\(group.name)_seed=1", "\(group.name)_seed=2"])
                #expect(sessions[0].value.status == "STATUS_SUCCESS")
                #expect(sessions[0].value.metric == (variant == "narrow" ? 2.375 : 1.875))
            }
            let narrow = try #require(sight.groups.first { $0.name.hasPrefix("narrow") })
            let running = try #require(narrow.sessions["\(narrow.name)_seed=2"])
            #expect(running.status == "STATUS_RUNNING" && running.metric == nil)
        }
    }
}
