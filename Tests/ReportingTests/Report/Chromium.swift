import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A browser without a window, in which tests open reports.
enum Chromium {
    /// What a page left behind.
    struct Visit {
        /// The page's document after it was loaded.
        let document: String
        /// What the browser's console was told.
        let console: [String]
    }

    enum Failure: Error {
        case notInstalled(lookedFor: [String])
        case tookTooLong(log: String)
        case failed(status: Int32, log: String)
    }

    /// Whether tests shall run it: where it is installed, and where they are told that it must be.
    static var isWanted: Bool {
        ProcessInfo.processInfo.environment["VARIA_REQUIRE_CHROMIUM"] != nil || executable != nil
    }

    private static let places = [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/usr/local/bin/chromium", "/opt/homebrew/bin/chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ]

    private static var executable: String? {
        places.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Opens a file and waits until it is loaded.
    ///
    /// - Parameters:
    ///   - size: Of the window, in pixels.
    ///   - screenshot: Where to keep a picture of the window.
    /// - Throws: `Failure`, also where the browser takes longer than a minute and a half.
    static func visit(
        _ page: URL, size: (width: Int, height: Int), isDark: Bool = false, screenshot: URL? = nil
    ) throws -> Visit {
        guard let executable else { throw Failure.notInstalled(lookedFor: places) }
        return try TemporaryFolder.with { folder in
            let output = folder.appendingPathComponent("document")
            let messages = folder.appendingPathComponent("messages")
            var words = [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage",
                // Frames of files may then see each other.
                "--allow-file-access-from-files", "--enable-logging=stderr",
                "--user-data-dir=" + folder.appendingPathComponent("profile").path,
                "--window-size=\(size.width),\(size.height)",
                "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
            ]
            words += screenshot.map { ["--screenshot=" + $0.path] } ?? ["--dump-dom"]
            let status = try run(
                executable, words + [page.absoluteString], output: output, messages: messages)
            let log = String(decoding: try Data(contentsOf: messages), as: UTF8.self)
            guard let status else { throw Failure.tookTooLong(log: log) }
            guard status == 0 else { throw Failure.failed(status: status, log: log) }
            return Visit(
                document: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                console: log.split(separator: "\n").map(String.init).filter {
                    $0.contains("CONSOLE")
                })
        }
    }

    /// Runs a program in a group of its own, which ends with it.
    ///
    /// Foundation's `Process` is not used: the browser's helpers outlive it and keep its files.
    ///
    /// - Returns: The program's status; nil where it had to be ended.
    private static func run(
        _ program: String, _ arguments: [String], output: URL, messages: URL
    ) throws -> Int32? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for (descriptor, file) in [(STDOUT_FILENO, output), (STDERR_FILENO, messages)] {
            posix_spawn_file_actions_addopen(
                &actions, descriptor, file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program, &actions, &attributes, &words, environ)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        defer { kill(-process, SIGKILL) }
        let start = ContinuousClock.now
        var status: Int32 = 0
        while start.duration(to: .now) < .seconds(90) {
            if waitpid(process, &status, WNOHANG) == process {
                // The low seven bits are the signal that ended it, if any.
                return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            }
            usleep(20_000)
        }
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
    }
}
