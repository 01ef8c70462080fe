import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Workers that are started together on the same trials.
///
/// `VARIA_SHARED_TRIALS=1000` runs so many trials.
@Suite("Two workers on the same trials")
struct SharedTrialsTests {
    /// Lets a sweep make its directory, and stop.
    private func open(_ out: URL, _ study: FaultStudy) throws {
        let process = try study.start(
            out: out, messages: study.folder.appendingPathComponent("messages"))
        let manifest = out.appendingPathComponent("sweep.json").path
        while process.isRunning, !FileManager.default.fileExists(atPath: manifest) {
            Thread.sleep(forTimeInterval: 0.005)
        }
        process.terminate()
        process.waitUntilExit()
    }

    @Test("claim each of them once, and end each once")
    func once() throws {
        let count =
            ProcessInfo.processInfo.environment["VARIA_SHARED_TRIALS"].flatMap { Int($0) } ?? 100
        try TemporaryFolder.with { folder in
            let seeds = (1...count).map(String.init).joined(separator: ",")
            let spec = FaultStudy.spec(steps: 1, "grid: { seed: [\(seeds)] },")
            let study = try FaultStudy(in: folder, spec: spec)
            let out = folder.appendingPathComponent("out")
            try open(out, study)
            // What has ended in the meantime is run again.
            for trial in FaultStudy.trials(of: out) {
                for name in try FileManager.default.contentsOfDirectory(atPath: trial.path)
                where name != "trial.json" {
                    try FileManager.default.removeItem(at: trial.appendingPathComponent(name))
                }
            }
            let watch = SweepWatch(out)
            let outputs = try (0..<2).map { index -> (Process, URL) in
                let file = folder.appendingPathComponent("events-\(index)")
                try Data().write(to: file)
                let process = Process()
                process.executableURL = study.executable
                process.arguments = ["worker", out.path, folder.path, "\(getpid())", "1"]
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = try FileHandle(forWritingTo: file)
                process.standardError = FileHandle.nullDevice
                try process.run()
                return (process, file)
            }
            var claimed: [String: Int] = [:]
            var ended: [String: Int] = [:]
            for (process, file) in outputs {
                process.waitUntilExit()
                #expect(process.terminationStatus == 0)
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let event =
                        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    let trial = try #require(event?["trial"] as? String)
                    switch event?["kind"] as? String {
                    case "claimed": claimed[trial, default: 0] += 1
                    case "ended": ended[trial, default: 0] += 1
                    default: break
                    }
                }
            }
            #expect(ended.count == count && ended.values.allSatisfy { $0 == 1 })
            #expect(claimed.count == count && claimed.values.allSatisfy { $0 == 1 })
            #expect(watch.end().isEmpty)
            #expect(try SweepLeftovers.of(out).isEmpty)
        }
    }
}
