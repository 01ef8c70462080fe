/// Measures what a piece of work takes of memory beyond what its process has before.
package struct MemoryMeter: Sendable {
    private let base: Int?

    /// Begins to measure. One meter of a process at a time.
    package init() {
        Platform.forgetPeak()
        base = Platform.peakBytes
    }

    /// The most bytes so far. Nil where the system does not say, or where it cannot forget that the
    /// process had more before.
    package var bytes: Int? {
        guard let base, let peak = Platform.peakBytes, peak > base else { return nil }
        return peak - base
    }
}
