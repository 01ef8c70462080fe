import Foundation
import Testing

/// A disk of a few megabytes in memory, which can be filled or made read-only.
///
/// It takes Linux and the right to mount, which tests have in a container of their own or as root.
final class SmallVolume {
    let root: URL

    /// Nil where it cannot be set up.
    init?(at root: URL, kibibytes: Int) {
        #if os(Linux)
            self.root = root
            guard
                (try? FileManager.default.createDirectory(
                    at: root, withIntermediateDirectories: true)) != nil,
                Self.run("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "varia", root.path)
            else { return nil }
        #else
            return nil
        #endif
    }

    deinit { _ = Self.run("umount", "-l", root.path) }

    /// Whether one can be set up here.
    static let isPossible: Bool = {
        let root = FileManager.default.temporaryDirectory
            .appendingPathComponent("varia-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        return SmallVolume(at: root, kibibytes: 64) != nil
    }()

    static let reason: Comment = "it takes the right to mount a small disk"

    func setReadOnly(_ isReadOnly: Bool) -> Bool {
        Self.run("mount", "-o", "remount,\(isReadOnly ? "ro" : "rw")", root.path)
    }

    /// Writes a file that leaves only so many bytes free.
    func fill(leaving bytes: Int) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: root.path)
        let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try Data(count: max(0, free - bytes)).write(to: filler)
    }

    /// Makes room again.
    func empty() throws { try FileManager.default.removeItem(at: filler) }

    private var filler: URL { root.appendingPathComponent("filler") }

    private static func run(_ words: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
