import Foundation
import TestSupport
import Testing
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("A sweep whose disk fails it", .serialized)
struct DiskFaultTests {
    private static let spec = FaultStudy.spec(
        steps: 100, "grid: { variant: [\"standard\", \"soft-window\"], seed: [1, 2] },")

    /// The evidence of a run that was left alone.
    private func expected(_ study: FaultStudy) throws -> SweepEvidence {
        let out = study.folder.appendingPathComponent("undisturbed")
        let whole = try study.run(out: out)
        try #require(whole.status == 0, "\(whole.messages)")
        return try SweepEvidence(of: out, study: study)
    }

    /// The last line must be a sentence with these words.
    private func expectSentence(
        _ result: VariaProcess.Result, _ words: String, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(result.status == 1, comment, sourceLocation: sourceLocation)
        let lines = result.messages.split(separator: "\n")
        let line = lines.first { $0.contains(words) } ?? ""
        #expect(
            line.hasSuffix("."), "\(result.messages)", sourceLocation: sourceLocation)
    }

    @Test(
        "ends with a sentence when the disk is full, and goes on once there is room",
        .enabled(if: SmallVolume.isPossible, SmallVolume.reason))
    func full() throws {
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(in: folder, spec: Self.spec)
            let expected = try expected(study)
            // From no room for the first file to room for all but the last ones.
            for free in [0, 16_384, 65_536, 131_072] {
                let place = folder.appendingPathComponent("disk-\(free)")
                let disk = try #require(SmallVolume(at: place, kibibytes: 8_192))
                let out = place.appendingPathComponent("out")
                try disk.fill(leaving: free)
                let failed = try study.run(out: out)
                expectSentence(failed, "the disk is full", "with \(free) bytes")
                try disk.empty()
                let ended = try study.run(out: out)
                #expect(ended.status == 0, "\(ended.messages)")
                let found = try SweepEvidence(of: out, study: study)
                #expect(found.differences(from: expected).isEmpty, "with \(free) bytes")
                #expect(try SweepLeftovers.of(out).isEmpty)
            }
        }
    }

    @Test(
        "keeps what it had when the disk fills up while trials are at work",
        .enabled(if: SmallVolume.isPossible, SmallVolume.reason))
    func fillingUp() throws {
        try TemporaryFolder.with { folder in
            let spec = Self.spec.replacing("steps: 100", with: "steps: 1000")
            let study = try FaultStudy(in: folder, spec: spec)
            let expected = try expected(study)
            let place = folder.appendingPathComponent("disk")
            let disk = try #require(SmallVolume(at: place, kibibytes: 8_192))
            let out = place.appendingPathComponent("out")
            let trial = try study.interrupt(out: out)
            let file = trial.appendingPathComponent("state.safetensors")
            let kept = try step(of: file)
            // Room for what opens the sweep, and for no state but in the place of the one before.
            try disk.fill(leaving: try Data(contentsOf: file).count / 2)
            let failed = try study.run(out: out)
            expectSentence(failed, "the disk is full")
            #expect(try step(of: file) >= kept, "a state was lost to the full disk")
            try disk.empty()
            #expect(try study.run(out: out).status == 0)
            let found = try SweepEvidence(of: out, study: study)
            #expect(found.differences(from: expected).isEmpty)
            #expect(try SweepLeftovers.of(out).isEmpty)
        }
    }

    /// The step of a state, which must be whole.
    private func step(of state: URL) throws -> Int {
        let text = try SafeTensors(contentsOf: state).metadata["progress"]
        let progress = try JSONDecoder().decode(
            TrainingProgress.self, from: Data(try #require(text).utf8))
        return progress.step
    }

    @Test(
        "says that a disk is read-only, shows its table all the same, and goes on later",
        .enabled(if: SmallVolume.isPossible, SmallVolume.reason))
    func readOnlyDisk() throws {
        try TemporaryFolder.with { folder in
            let spec = Self.spec.replacing("steps: 100", with: "steps: 1000")
            let study = try FaultStudy(in: folder, spec: spec)
            let expected = try expected(study)
            let place = folder.appendingPathComponent("disk")
            let disk = try #require(SmallVolume(at: place, kibibytes: 8_192))
            let out = place.appendingPathComponent("out")
            _ = try study.interrupt(out: out)
            #expect(disk.setReadOnly(true))
            expectSentence(try study.run(out: out), "Read-only file system")
            let table = try VariaProcess.run(["table", out.path])
            #expect(table.status == 0 && table.output.contains("soft-window"))
            #expect(disk.setReadOnly(false))
            #expect(try study.run(out: out).status == 0)
            let found = try SweepEvidence(of: out, study: study)
            #expect(found.differences(from: expected).isEmpty)
        }
    }

    @Test(
        "says that a folder may not be written to",
        .enabled(if: geteuid() != 0, "root may write to every folder"))
    func forbiddenFolder() throws {
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(in: folder, spec: Self.spec)
            let out = folder.appendingPathComponent("out")
            let trial = try study.interrupt(out: out)
            for mode in [0o555, 0o755] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode], ofItemAtPath: trial.path)
                let result = try study.run(out: out)
                if mode == 0o755 {
                    #expect(result.status == 0, "\(result.messages)")
                } else {
                    expectSentence(result, "Permission denied")
                }
            }
        }
    }
}
