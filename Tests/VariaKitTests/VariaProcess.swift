import Foundation
import TestSupport

/// The `varia` program that was built with these tests, run as a user runs it.
enum VariaProcess {
    /// What a finished process leaves.
    struct Result {
        let status: Int32
        let output: String
        let messages: String
    }

    enum Failure: Error {
        case notBuilt(lookedIn: [String])
        case signalled(Int32, messages: String)
    }

    /// Runs `varia` and waits for its end. Its streams go to files, which never block it.
    ///
    /// - Throws: `Failure`, also where a signal ended it, whose number is no status.
    static func run(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
        executable: URL? = nil
    ) throws -> Result {
        try TemporaryFolder.with { streams in
            let process = Process()
            process.executableURL = try executable ?? Self.executable()
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.environment = ProcessInfo.processInfo.environment
                .merging(environment) { $1 }
            let files = ["output", "messages"].map { streams.appendingPathComponent($0) }
            for file in files { try Data().write(to: file) }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: files[0])
            process.standardError = try FileHandle(forWritingTo: files[1])
            try process.run()
            process.waitUntilExit()
            let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
            guard process.terminationReason == .exit else {
                throw Failure.signalled(process.terminationStatus, messages: texts[1])
            }
            return Result(
                status: process.terminationStatus, output: texts[0], messages: texts[1])
        }
    }

    /// The program lies beside the bundle of the tests that are running.
    ///
    /// - Parameter name: `varia`, or another program of the package.
    static func executable(_ name: String = "varia") throws -> URL {
        let bundles = CommandLine.arguments.compactMap { argument -> URL? in
            guard let end = argument.range(of: ".xctest") else { return nil }
            return URL(fileURLWithPath: String(argument[..<end.upperBound]))
        }
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folders =
            bundles.map { $0.deletingLastPathComponent() }
            + ["release", "debug"].map { package.appendingPathComponent(".build/\($0)") }
        let candidates = folders.map { $0.appendingPathComponent(name) }
        guard
            let found = candidates.first(where: {
                FileManager.default.isExecutableFile(atPath: $0.path)
            })
        else { throw Failure.notBuilt(lookedIn: folders.map(\.path)) }
        return found
    }
}
