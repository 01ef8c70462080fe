import Foundation
import TestSupport
import Testing

/// A trial that was interrupted, and whose state is damaged before it goes on.
@Suite("A damaged state", .serialized)
struct DamagedStateTests {
    /// How a file is damaged.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout Data) -> Void

        /// Keeps only the beginning.
        static func cut(_ name: String, _ length: @escaping @Sendable (Int) -> Int) -> Damage {
            Damage(testDescription: "cut off \(name)") { $0 = $0.prefix(length($0.count)) }
        }

        /// Turns one bit over.
        static func flip(_ name: String, _ place: @escaping @Sendable (Int) -> Int) -> Damage {
            Damage(testDescription: "a bit turned over in \(name)") { data in
                let index = place(data.count)
                data[data.startIndex + index] ^= 0x10
            }
        }
    }

    private static let damages: [Damage] = [
        .cut("at its beginning") { _ in 0 },
        .cut("in its header") { _ in 100 },
        .cut("in its middle") { $0 / 2 },
        .cut("before its last byte") { $0 - 1 },
        .flip("the length of its header") { _ in 2 },
        .flip("its header") { _ in 60 },
        .flip("its parameters") { $0 / 4 },
        .flip("its moments") { $0 * 3 / 4 },
        .flip("its last byte") { $0 - 1 },
    ]

    @Test("is told in one line, and its trial ends with the same bits all the same")
    func damaged() throws {
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(
                in: folder, spec: FaultStudy.spec(steps: 1_000, "grid: { seed: [1, 2] },"),
                options: ["--jobs", "1"])
            let whole = folder.appendingPathComponent("whole")
            #expect(try study.run(out: whole).status == 0)
            let expected = try SweepEvidence(of: whole, study: study)
            let interrupted = folder.appendingPathComponent("interrupted")
            let trial = try study.interrupt(out: interrupted).lastPathComponent
            for damage in Self.damages {
                let out = folder.appendingPathComponent("out")
                try FileManager.default.copyItem(at: interrupted, to: out)
                defer { try? FileManager.default.removeItem(at: out) }
                let state = out.appendingPathComponent("trials/\(trial)/state.safetensors")
                var content = try Data(contentsOf: state)
                damage.apply(&content)
                try content.write(to: state)
                let result = try study.run(out: out)
                #expect(result.status == 0, "\(damage.testDescription): \(result.messages)")
                let lines = result.messages.split(separator: "\n").filter {
                    $0.contains(state.path)
                }
                #expect(lines.count == 1, "\(damage.testDescription): \(result.messages)")
                #expect(lines.allSatisfy { $0.hasSuffix(".") }, "\(lines)")
                let found = try SweepEvidence(of: out, study: study)
                #expect(
                    found.differences(from: expected).isEmpty, "\(damage.testDescription)")
                #expect(try SweepLeftovers.of(out).isEmpty)
            }
        }
    }

    @Test("is no reason to doubt a trial whose state is whole")
    func whole() throws {
        try TemporaryFolder.with { folder in
            let study = try FaultStudy(
                in: folder, spec: FaultStudy.spec(steps: 1_000, "grid: { seed: [1, 2] },"),
                options: ["--jobs", "1"])
            let out = folder.appendingPathComponent("out")
            _ = try study.interrupt(out: out)
            let result = try study.run(out: out)
            #expect(result.status == 0)
            #expect(!result.messages.contains("state.safetensors"), "\(result.messages)")
        }
    }
}
