import Foundation

#if canImport(Darwin)
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
        let line = text("/proc/meminfo")?.split(separator: "\n")
            .first { $0.hasPrefix("MemAvailable:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let free = min(physicalBytes, kibibytes.map { $0 * 1024 } ?? physicalBytes)
        guard let limit = containerBytes,
            let used = text("/sys/fs/cgroup/memory.current").flatMap({ Int($0) })
        else { return free }
        return min(free, max(0, limit - used))
    }

    /// The limit of a Linux control group; nil where there is none.
    private static var containerBytes: Int? {
        text("/sys/fs/cgroup/memory.max").flatMap { Int($0) }
    }

    private static func text(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
