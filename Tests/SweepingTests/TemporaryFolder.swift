import Foundation
import Sweeping

/// Runs a test with an empty folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("varia-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// A text of a few hundred characters, quick to be judged on.
let tinyText = String(
    (0..<600).map { "abcdefgh ijklmnop\n".map { $0 }[($0 * $0 + $0 / 7) % 18] })

/// Runs a test with the directory of a sweep on a tiny text, prepared but not yet run.
func withTinySweep<Result>(_ spec: String, _ body: (SweepDirectory) throws -> Result) throws
    -> Result
{
    try withTemporaryFolder { root in
        let corpus = root.appendingPathComponent("tiny.txt")
        try Data(tinyText.utf8).write(to: corpus)
        let sweep = try PreparedSweep(
            try sweepPlan(spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
        let directory = SweepDirectory(root.appendingPathComponent("sweep"))
        try directory.open(for: sweep)
        return try body(directory)
    }
}
