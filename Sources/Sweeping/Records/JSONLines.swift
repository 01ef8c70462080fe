import Foundation

/// A file of one JSON value a line, which may have thousands.
enum JSONLines {
    /// Lines that one core decodes in some milliseconds: for fewer, others are not worth waking.
    private static let linesOfPart = 250

    /// The values of all lines, in their order, decoded on all cores; nil where one of them is
    /// damaged. Empty lines are left out.
    static func decode<Value: Decodable & Sendable>(
        _ type: Value.Type = Value.self, _ data: Data
    ) -> [Value]? {
        let lines = ranges(data)
        let partCount = (lines.count + linesOfPart - 1) / linesOfPart
        let lock = NSLock()
        // Guarded by `lock` until all parts are done.
        nonisolated(unsafe) var parts = [[Value]?](repeating: nil, count: partCount)
        DispatchQueue.concurrentPerform(iterations: partCount) { part in
            let start = part * linesOfPart
            let decoder = JSONDecoder()
            let values = try? lines[start..<min(lines.count, start + linesOfPart)].map {
                try decoder.decode(type, from: data[$0])
            }
            lock.withLock { parts[part] = values }
        }
        guard !parts.contains(where: { $0 == nil }) else { return nil }
        return parts.flatMap { $0 ?? [] }
    }

    /// Where the lines are that hold something.
    private static func ranges(_ data: Data) -> [Range<Data.Index>] {
        data.withUnsafeBytes { bytes in
            var ranges: [Range<Data.Index>] = []
            var start = 0
            while start < bytes.count {
                let end =
                    bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if end > start {
                    ranges.append(data.startIndex + start..<data.startIndex + end)
                }
                start = end + 1
            }
            return ranges
        }
    }
}
