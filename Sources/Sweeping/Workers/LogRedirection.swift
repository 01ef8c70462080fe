import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Sends the process' standard error to a file, so that the last words of a trial that crashes are
/// kept with it.
struct LogRedirection {
    private let file: URL
    /// Where standard error went before.
    private let earlier: Int32

    /// Nil where the file cannot be written: the words then go where they went before.
    init?(to file: URL) {
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let earlier = dup(STDERR_FILENO)
        guard earlier >= 0, dup2(descriptor, STDERR_FILENO) >= 0 else { return nil }
        self.file = file
        self.earlier = earlier
    }

    /// Puts standard error back, and removes a log without a word in it, unless it is another's.
    func end(isOwn: Bool) {
        dup2(earlier, STDERR_FILENO)
        close(earlier)
        guard isOwn else { return }
        var status = stat()
        if stat(file.path, &status) == 0, status.st_size == 0 { unlink(file.path) }
    }
}
