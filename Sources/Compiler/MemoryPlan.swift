/// Places in one arena for values that live for a range of steps; values whose ranges overlap
/// never share memory.
package struct MemoryPlan {
    /// A value's size in floats, and the steps during which it is alive.
    package struct Request {
        package var count: Int
        package var lifetime: ClosedRange<Int>

        package init(count: Int, lifetime: ClosedRange<Int>) {
            self.count = count
            self.lifetime = lifetime
        }
    }

    package private(set) var offsets: [Int]
    /// Floats of the whole arena.
    package private(set) var count = 0

    /// A cache line, so that no two values share one and vectors are aligned.
    private static let alignment = 16

    /// Largest values first, each at the lowest place that is free throughout its lifetime.
    package init(_ requests: [Request]) {
        offsets = Array(repeating: 0, count: requests.count)
        var placed: [(offset: Int, end: Int, lifetime: ClosedRange<Int>)] = []
        let order = requests.indices.sorted {
            (requests[$1].count, $0) < (requests[$0].count, $1)
        }
        for index in order {
            let request = requests[index]
            let size = (request.count + Self.alignment - 1) / Self.alignment * Self.alignment
            var offset = 0
            for other in placed where other.lifetime.overlaps(request.lifetime) {
                if offset + size <= other.offset { break }
                offset = max(offset, other.end)
            }
            offsets[index] = offset
            count = max(count, offset + size)
            let place = placed.firstIndex { $0.offset > offset } ?? placed.count
            placed.insert((offset, offset + size, request.lifetime), at: place)
        }
    }
}
