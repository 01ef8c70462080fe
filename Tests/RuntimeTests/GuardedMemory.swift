#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory after whose end lies a page that may not be touched: who reads or writes too far ends the
/// process.
struct GuardedMemory {
    /// The first of the bytes asked for, of which the last is the last before the guarded page.
    let start: UnsafeMutableRawPointer
    private let pages: UnsafeMutableRawPointer
    private let size: Int

    /// - Parameters:
    ///   - bytes: How many, at least 0.
    ///   - alignment: What `start` is a multiple of; up to so many bytes then lie unguarded.
    init(bytes: Int, alignment: Int = 4) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let used = (bytes + alignment - 1) / alignment * alignment
        let whole = (used + page - 1) / page * page
        size = whole + page
        let flags = MAP_PRIVATE | MAP_ANON
        guard let pages = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0),
            pages != MAP_FAILED, mprotect(pages + whole, page, PROT_NONE) == 0
        else { fatalError("the system gives no memory with a guarded page") }
        self.pages = pages
        start = pages + whole - used
    }

    func deallocate() { munmap(pages, size) }
}
