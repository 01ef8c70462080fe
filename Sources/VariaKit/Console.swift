#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
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

    package init() {}

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

    /// Writes text as it is. Nothing is left to do where nobody reads any more.
    package func write(_ text: String, to stream: Stream) {
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
            } else if errno != EINTR {
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
