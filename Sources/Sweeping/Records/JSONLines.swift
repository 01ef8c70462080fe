import Foundation

/// A file of one JSON value a line, which may have thousands.
struct JSONLines<Value: Decodable & Sendable>: Sendable {
    /// Those of the lines that can be read, in their order. Empty lines are left out.
    let values: [Value]
    /// The numbers, from 1 on, of the lines that are damaged.
    let damaged: [Int]

    /// Lines that one core decodes in some milliseconds: for fewer, others are not worth waking.
    private static var linesOfPart: Int { 250 }

    /// A line that holds something.
    private struct Line {
        let number: Int
        let range: Range<Data.Index>
    }

    /// Decodes all lines, on all cores.
    init(_ data: Data) {
        let lines = Self.lines(data)
        let size = Self.linesOfPart
        let partCount = (lines.count + size - 1) / size
        let lock = NSLock()
        // Guarded by `lock` until all parts are done.
        nonisolated(unsafe) var parts = [[Value?]](repeating: [], count: partCount)
        DispatchQueue.concurrentPerform(iterations: partCount) { part in
            let start = part * size
            let decoder = JSONDecoder()
            let values = lines[start..<min(lines.count, start + size)].map {
                try? decoder.decode(Value.self, from: data[$0.range])
            }
            lock.withLock { parts[part] = values }
        }
        let read = parts.flatMap(\.self)
        values = read.compactMap(\.self)
        damaged = zip(lines, read).compactMap { $1 == nil ? $0.number : nil }
    }

    private static func lines(_ data: Data) -> [Line] {
        data.withUnsafeBytes { bytes in
            var lines: [Line] = []
            var number = 1
            var start = 0
            while start < bytes.count {
                let end =
                    bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if end > start {
                    lines.append(
                        Line(
                            number: number,
                            range: data.startIndex + start..<data.startIndex + end))
                }
                number += 1
                start = end + 1
            }
            return lines
        }
    }
}
