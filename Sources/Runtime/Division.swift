/// How finely the steps of a program are cut into parts for threads.
///
/// Where a step's bits depend on its parts, those follow from its sizes alone. Where they do not, one
/// thread takes the whole.
struct Division {
    /// How many threads will run the steps.
    var threads: Int
    /// By how much parts are smaller than what pays: 1, and more for tests, whose steps are small.
    var fineness = 1

    /// Whether it is for more than one thread.
    var isShared: Bool { threads > 1 }

    /// The least size of a part.
    func least(_ size: Int) -> Int { max(1, size / fineness) }

    /// At most `count` ranges that cover `0..<size`, nearly equal, cut at multiples of a unit.
    static func ranges(of size: Int, by unit: Int, count: Int) -> [Range<Int>] {
        let units = (size + unit - 1) / unit
        let count = max(1, min(count, units))
        return (0..<count).map { index in
            index * units / count * unit..<min((index + 1) * units / count * unit, size)
        }
    }
}
