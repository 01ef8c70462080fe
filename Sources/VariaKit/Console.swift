#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Corpora
import Foundation
import Sweeping

/// The two streams that a command speaks to: results go to standard output, everything else to
/// standard error.
package struct Console: Sendable {
    /// One of the process's standard streams.
    package enum Stream: Int32, Sendable {
        case output = 1
        case error = 2

        /// Whether a person reads it directly.
        package var isTerminal: Bool { isatty(rawValue) == 1 }
    }

    private let failure = OutputFailure()

    package init() {}

    /// Why results could not be printed, as a clause; nil where they could, and where their reader
    /// has gone away (`varia table ... | head`), who has seen enough.
    package var outputFailure: String? {
        failure.code.map { SystemReason.text($0, writing: true) }
    }

    /// A reader that goes away (`varia table ... | head`) must not kill a sweep half-way: without
    /// this, the next write would.
    static func ignoreClosedPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes a result and a line end.
    package func result(_ text: String) { write(text + "\n", to: .output) }

    /// Writes a result as indented JSON.
    package func result(json value: some Encodable) throws {
        write(String(decoding: try JSONText.page(value), as: UTF8.self), to: .output)
    }

    /// Writes a message and a line end.
    package func message(_ text: String) { write(text + "\n", to: .error) }

    /// Writes text as it is. After a failure nothing more is written to standard output, so that
    /// what is there has an end and no gap.
    package func write(_ text: String, to stream: Stream) {
        guard stream == .error || failure.code == nil else { return }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.write(stream.rawValue, $0.baseAddress, $0.count)
                #elseif canImport(Musl)
                    Musl.write(stream.rawValue, $0.baseAddress, $0.count)
                #else
                    Darwin.write(stream.rawValue, $0.baseAddress, $0.count)
                #endif
            }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                // Another program that shares the stream has made its writes not wait.
                var descriptor = pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0)
                poll(&descriptor, 1, -1)
            } else if errno != EINTR {
                // Nothing is left to do where nobody reads any more.
                if stream == .output, errno != EPIPE { failure.record(errno) }
                return
            }
        }
    }

    /// The columns of the terminal behind a stream; nil where there is none, and text may be as wide
    /// as it likes.
    package func width(of stream: Stream) -> Int? {
        guard stream.isTerminal else { return nil }
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// Whether a stream may be written to in colour: a terminal whose owner has not set NO_COLOR.
    package func allowsColor(_ stream: Stream) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return stream.isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }
}

/// The first failure to write to standard output, which every copy of a console knows of.
private final class OutputFailure: @unchecked Sendable {
    private let lock = NSLock()
    private var first: Int32?

    /// The system's error number.
    var code: Int32? { lock.withLock { first } }

    func record(_ code: Int32) { lock.withLock { first = first ?? code } }
}
