package import Tensors

/// A chain of elementwise operations and row reductions as one pass over memory.
///
/// It walks rows x columns, and runs each instruction over a tile of rows. A wide register holds a
/// value for every element of the tile, a narrow one a value for every row; scalars are constants.
package struct FusedKernel: Sendable {
    /// The axes of the rows, outermost first.
    package var rowSizes: [Int]
    package var columns: Int
    package var tileRows: Int
    /// Columns of a tile; all of them where something is reduced.
    package var columnBlock: Int
    package var wideRegisters: Int
    package var narrowRegisters: Int
    package var operands: [MemoryOperand]
    package var instructions: [Instruction]
    /// The first instructions, whose values are the same for every tile.
    package var prologueCount: Int
    package var constants: [Float]
    package var dropouts: [DropoutSite]
    /// Rows of a block of causal attention's squares: of a row, only the columns up to the last row
    /// of its block are computed. Nil for all of them.
    package var causalBlock: Int?
    /// Operands that `accumulate` adds to, to be zeroed first.
    package var accumulated: [Int]

    package struct MemoryOperand: Hashable, Sendable {
        package var storage: Int
        package var offset: Int
        package var rowStrides: [Int]
        package var columnStride: Int
        /// Elements from the first to the last, for zeroing.
        package var extent: Int
    }

    package struct DropoutSite: Hashable, Sendable {
        package var site: String
        package var rate: Double
    }

    package enum Kind: Int, Hashable, Sendable, Comparable {
        case scalar, narrow, wide
        package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    /// A register or constant.
    package struct Value: Hashable, Sendable {
        package var kind: Kind
        package var index: Int
    }

    package enum Opcode: Hashable, Sendable {
        case load, store, accumulate, columnIndex, spread, reduceSum, reduceMaximum, multiplyAdd
        case select, dropout
        case rowIndex
        case unary(Unary)
        case binary(Binary)
    }

    package struct Instruction: Hashable, Sendable {
        package var opcode: Opcode
        /// What is written; nil for stores.
        package var result: Value?
        package var values: [Value]
        /// The operand of a load or store, the axis of a row index, the site of a dropout.
        package var argument: Int
    }
}
