import Foundation

/// A curve in one line of text: a block character for each value, the higher the greater.
package enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// Of a curve without a rise or a fall.
    private static let level: Character = "▄"
    private static let gap: Character = " "

    /// The curve of some values in their order, evenly spaced.
    ///
    /// The least value gets the lowest block and the greatest the highest. A value that is nil or
    /// not finite, or with `log` not above 0, leaves a space. Of more values than columns, each
    /// column shows the mean of its share; with `log`, of their logarithms.
    ///
    /// - Parameters:
    ///   - width: The most columns that the text may take; fewer values take one column each.
    ///   - log: Whether heights stand for logarithms, as suits a curve that falls ever more slowly.
    ///   - range: What the lowest and the highest block stand for, so that curves can be compared;
    ///     nil for the least and the greatest value. Values beyond it get the blocks at its ends.
    package static func text(
        _ values: [Double?], width: Int, log: Bool = false,
        within range: ClosedRange<Double>? = nil
    ) -> String {
        guard width > 0 else { return "" }
        func height(_ value: Double) -> Double? {
            let height = log ? Foundation.log(value) : value
            return height.isFinite ? height : nil
        }
        let columns = pooled(values.map { $0.flatMap(height) }, width: width)
        let heights = columns.compactMap(\.self)
        let ends = range.map { [$0.lowerBound, $0.upperBound].compactMap(height) } ?? heights
        guard let low = ends.min(), let high = ends.max() else {
            return String(repeating: gap, count: columns.count)
        }
        return String(columns.map { $0.map { block($0, from: low, to: high) } ?? gap })
    }

    /// At most `width` columns, each the mean of the values that fall to it and are there.
    private static func pooled(_ heights: [Double?], width: Int) -> [Double?] {
        guard heights.count > width else { return heights }
        return (0..<width).map { column in
            let share = heights.count * column / width..<heights.count * (column + 1) / width
            let known = heights[share].compactMap(\.self)
            // Each is divided, as the sum of huge values would not be finite.
            return known.isEmpty
                ? nil : known.reduce(0) { $0 + $1 / Double(known.count) }
        }
    }

    private static func block(_ height: Double, from low: Double, to high: Double) -> Character {
        // Halves, as the span of huge values would not be finite.
        let span = high / 2 - low / 2
        guard span > 0 else { return level }
        let part = (height / 2 - low / 2) / span * Double(blocks.count)
        return blocks[min(blocks.count - 1, max(0, Int(part)))]
    }
}
