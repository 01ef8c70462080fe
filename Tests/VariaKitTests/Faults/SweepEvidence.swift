import Foundation
import Testing

/// What must not depend on what happened to a sweep while it ran: its table, the losses of every
/// evaluation, and the best weights. Times, speeds and the names of machines are left out.
struct SweepEvidence: Equatable {
    /// By the file's path, or `table`.
    private(set) var contents: [String: String] = [:]

    /// What decides nothing.
    private static let passing: Set<String> = [
        "seconds", "tokensPerSecond", "host", "sampleSeconds", "sampleSecondsHalfWidth",
    ]

    init(of out: URL, study: FaultStudy) throws {
        let table = try VariaProcess.run(
            ["table", out.path, "--format", "json"], executable: study.executable)
        try #require(table.status == 0, "\(table.messages)")
        contents["table"] = try Self.canonical(Data(table.output.utf8))
        for trial in FaultStudy.trials(of: out) {
            let name = trial.lastPathComponent
            let metrics = trial.appendingPathComponent("metrics.jsonl")
            if let data = try? Data(contentsOf: metrics) {
                contents[name + "/metrics"] = try data.split(separator: UInt8(ascii: "\n"))
                    .map { try Self.canonical(Data($0)) }.joined(separator: "\n")
            }
            let best = trial.appendingPathComponent("best.safetensors")
            contents[name + "/best"] = (try? Data(contentsOf: best))?.base64EncodedString()
            let result = trial.appendingPathComponent("result.json")
            if let data = try? Data(contentsOf: result) {
                let record = try JSONSerialization.jsonObject(with: data) as? [String: Any]
                contents[name + "/outcome"] = try Self.canonical(
                    JSONSerialization.data(withJSONObject: record?["outcome"] ?? [:]))
            }
        }
    }

    /// The names of what differs from another sweep's.
    func differences(from other: SweepEvidence) -> [String] {
        Set(contents.keys).union(other.contents.keys).sorted()
            .filter { contents[$0] != other.contents[$0] }
    }

    var trialCount: Int { contents.keys.count { $0.hasSuffix("/outcome") } }

    private static func canonical(_ json: Data) throws -> String {
        let value = try JSONSerialization.jsonObject(with: json)
        return String(
            decoding: try JSONSerialization.data(
                withJSONObject: withoutTimes(value), options: .sortedKeys), as: UTF8.self)
    }

    private static func withoutTimes(_ value: Any) -> Any {
        if let members = value as? [String: Any] {
            return members.filter { !passing.contains($0.key) }.mapValues(withoutTimes)
        }
        if let elements = value as? [Any] { return elements.map(withoutTimes) }
        return value
    }
}

/// What an ended sweep must not leave.
enum SweepLeftovers {
    /// The paths of temporary files, claims and states.
    static func of(_ out: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: out.path).sorted().filter { path in
            let name = path.split(separator: "/").last ?? ""
            return name.hasPrefix(".") || name.hasPrefix("claim") || name.hasPrefix("state")
        }
    }
}
