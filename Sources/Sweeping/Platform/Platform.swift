import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What only the operating system knows, and each tells in its own way.
enum Platform {
    /// Different after every start of the machine; nil where the system does not say.
    static let boot: String? = {
        #if canImport(Darwin)
            var time = timeval()
            var size = MemoryLayout<timeval>.size
            guard sysctlbyname("kern.boottime", &time, &size, nil, 0) == 0 else { return nil }
            return "\(time.tv_sec).\(time.tv_usec)"
        #else
            return text("/proc/sys/kernel/random/boot_id")
        #endif
    }()

    /// The name space of process numbers, which Linux shows as a link. Containers may share a
    /// host's name, but not this.
    static var processSpace: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    }

    /// Bytes of memory that this process could have, were it alone: the machine's, or what its
    /// container may use of them.
    static var physicalBytes: Int {
        let all = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        return min(all, containerBytes ?? all)
    }

    /// Bytes of memory that nobody uses now, in the machine and in its container; all of them where
    /// the system does not say.
    static var availableBytes: Int {
        let available = kibibytes("MemAvailable:", in: "/proc/meminfo")
        let free = min(physicalBytes, available.map { $0 * 1024 } ?? physicalBytes)
        guard let limit = containerBytes,
            let used = text("/sys/fs/cgroup/memory.current").flatMap({ Int($0) })
        else { return free }
        return min(free, max(0, limit - used))
    }

    /// The most bytes of memory that this process has had at a time, since its start or the last
    /// `forgetPeak`; nil where the system does not say.
    static var peakBytes: Int? {
        #if canImport(Darwin)
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
        #else
            // Not what `getrusage` says: it counts in the process that this one was forked from.
            return kibibytes("VmHWM:", in: "/proc/self/status").map { $0 * 1024 }
        #endif
    }

    /// Gives back what is allocated no more, and lets the peak begin anew from what is in use now.
    /// Where the system cannot, the peak stays what it was.
    static func forgetPeak() {
        #if !canImport(Darwin)
            // One of glibc's own functions, which its module does not show and others lack.
            if let trim = dlsym(nil, "malloc_trim") {
                _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
            }
            let descriptor = open("/proc/self/clear_refs", O_WRONLY)
            guard descriptor >= 0 else { return }
            _ = write(descriptor, "5", 1)
            close(descriptor)
        #endif
    }

    /// The limit of a Linux control group; nil where there is none.
    private static var containerBytes: Int? {
        text("/sys/fs/cgroup/memory.max").flatMap { Int($0) }
    }

    /// The number in a line of a file, such as `VmHWM:   1234 kB`.
    private static func kibibytes(_ name: String, in path: String) -> Int? {
        let line = text(path)?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
    }

    private static func text(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
