import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why the system refused something, as a clause within a sentence; the same words everywhere.
package enum SystemReason {
    /// What an error number means.
    ///
    /// - Parameter writing: Whether something was to be written, and not read.
    package static func text(_ code: Int32, writing: Bool) -> String {
        known(code, writing: writing) ?? String(cString: strerror(code))
    }

    /// Why something failed. Foundation's own words are left where no error number is known that
    /// has words of ours.
    ///
    /// - Parameter writing: Whether something was to be written, and not read.
    package static func text(of error: any Error, writing: Bool = false) -> String {
        if let code = code(of: error), let text = known(code, writing: writing) { return text }
        let text = (error as? any LocalizedError)?.errorDescription ?? error.localizedDescription
        return String(text.drop { $0 == " " }.reversed().drop { $0 == "." || $0 == " " }.reversed())
    }

    private static func known(_ code: Int32, writing: Bool) -> String? {
        switch code {
        case ENOENT: writing ? "its folder does not exist" : "there is no such file"
        case ENOTDIR: "a file stands where a folder should be"
        case EACCES, EPERM: "permission is denied"
        case EROFS: "the file system is read-only"
        case ENOSPC: "the disk is full"
        case EISDIR: "it is a folder"
        default: nil
        }
    }

    /// The system's error number that a Foundation error stands for.
    private static func code(of error: any Error) -> Int32? {
        if let error = error as? CocoaError {
            switch error.code {
            case .fileReadNoPermission, .fileWriteNoPermission: return EACCES
            case .fileWriteOutOfSpace: return ENOSPC
            case .fileWriteVolumeReadOnly: return EROFS
            default: break
            }
        }
        let chain = [
            error as NSError, (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
        ]
        let cause = chain.compactMap(\.self).first { $0.domain == NSPOSIXErrorDomain }
        return cause.map { Int32($0.code) }
    }
}
