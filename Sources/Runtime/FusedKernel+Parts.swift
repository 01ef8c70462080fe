import CKernels
import Compiler

extension FusedKernel {
    /// Parts that threads may run in any order, to the same bits as the whole.
    func parts(_ division: Division) -> [varia_part] {
        let rows = rowSizes.reduce(1, *)
        let whole = varia_part(
            row_begin: 0, row_end: Int64(rows), column_begin: 0, column_end: Int64(columns))
        guard division.isShared else { return [whole] }
        let work = rows * columns * instructions.count
        let count = min(work / division.least(Self.leastWork), Self.mostParts)
        // Tiles stay whole, and blocks where squares are made of whole ones.
        let height = causalBlock ?? tileRows
        if accumulated.isEmpty, rows >= 2 * height {
            return Division.ranges(of: rows, by: height, count: count).map {
                var part = whole
                (part.row_begin, part.row_end) = (Int64($0.lowerBound), Int64($0.upperBound))
                return part
            }
        }
        guard columnsAreIndependent else { return [whole] }
        // With many rows, tiles get narrower.
        let width = min(columnBlock, division.least(Self.leastWidth))
        return Division.ranges(of: columns, by: width, count: count).map {
            var part = whole
            (part.column_begin, part.column_end) = (Int64($0.lowerBound), Int64($0.upperBound))
            return part
        }
    }

    /// Whether nothing is reduced over columns, nor written for all of them together. What adds rows
    /// to the same memory, which it must do in their order, can then be divided by columns.
    private var columnsAreIndependent: Bool {
        instructions.allSatisfy { instruction in
            switch instruction.opcode {
            case .reduceSum, .reduceMaximum: false
            case .store, .accumulate:
                instruction.values[0].kind == .wide
                    && operands[instruction.argument].columnStride != 0
            case .load, .columnIndex, .spread, .multiplyAdd, .select, .dropout, .rowIndex, .unary,
                .binary:
                true
            }
        }
    }

    /// Elements times instructions that take some 20 microseconds: far longer than threads take to
    /// meet.
    private static let leastWork = 1 << 17
    /// Enough to even out cores of different speeds, and rows of different lengths.
    private static let mostParts = 32
    /// Columns for which starting an instruction costs little.
    private static let leastWidth = 128
}
