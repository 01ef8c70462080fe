import Foundation
import Sweeping
import TestSupport

/// A text of a few hundred characters, quick to be judged on.
let tinyText = String(
    (0..<600).map { "abcdefgh ijklmnop\n".map { $0 }[($0 * $0 + $0 / 7) % 18] })

/// Runs a test with the directory of a sweep on a tiny text, prepared but not yet run.
func withTinySweep<Result>(_ spec: String, _ body: (SweepDirectory) throws -> Result) throws
    -> Result
{
    try TemporaryFolder.with { root in
        let corpus = root.appendingPathComponent("tiny.txt")
        try Data(tinyText.utf8).write(to: corpus)
        let sweep = try PreparedSweep(
            try sweepPlan(spec.replacingOccurrences(of: "CORPUS", with: corpus.path)))
        let directory = SweepDirectory(root.appendingPathComponent("sweep"))
        try directory.open(for: sweep)
        return try body(directory)
    }
}
