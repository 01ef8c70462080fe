import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A process that may hold claims.
package struct ClaimHolder: Hashable, Sendable {
    /// Different for every holder that ever was. That of a Slurm task begins with the task's name.
    package let token: String
    /// The machine since it was last started, and the name space of its process numbers where
    /// there is one.
    package let host: String
    package let process: Int32

    package init(token: String, host: String, process: Int32) {
        self.token = token
        self.host = host
        self.process = process
    }

    /// A new holder in this process.
    package static func current() -> ClaimHolder {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        let token = (SlurmTaskIdentity().map { "\($0.name)-" } ?? "") + random
        return ClaimHolder(token: token, host: currentHost, process: getpid())
    }

    /// Whether the process is known to have ended, which only its own machine can tell, until it is
    /// started anew.
    ///
    /// A number that was given to another process since reads as alive: such a claim becomes
    /// stale instead.
    package var isDead: Bool {
        host == Self.currentHost && kill(process, 0) != 0 && errno == ESRCH
    }

    private static let currentHost: String = {
        let parts = [ProcessInfo.processInfo.hostName, Platform.processSpace, Platform.boot]
        return parts.compactMap(\.self).joined(separator: "/").filter { !$0.isWhitespace }
    }()
}
