import Tensors

/// The axes of a kernel's space that are longer than 1. The last one is the columns; where the
/// space has one column, its last row axis serves as columns, so that kernels stay wide.
struct KernelAxes {
    let sizes: [Int]
    /// The whole space, to which operands broadcast.
    private let shape: Shape
    /// Which axis of the whole space each axis is.
    private let origins: [Int]

    init(_ space: FusionPlan.Space) {
        shape = Shape(space.rows + [space.columns])
        origins = shape.dimensions.indices.filter { [shape] in shape[$0] > 1 }
        sizes = origins.map { [shape] in shape[$0] }
    }

    /// The number of columns.
    var columns: Int { sizes.last ?? 1 }

    /// Whether a shape has an element for every element of a space with more than one column, and
    /// not one for every row.
    func isFull(_ shape: Shape) -> Bool { columns > 1 && shape.count == self.shape.count }

    /// The place among the axes of one of the whole space's, counted from the last as -1.
    func place(of axis: Int) -> Int? {
        // An operand without axes is aligned with an empty row of columns.
        origins.firstIndex(of: shape.rank + axis)
    }

    /// The strides of a view that broadcasts to the space, for each axis.
    func strides(of view: View) -> [Int] {
        let all = view.strides(within: shape)
        return origins.map { all[$0] }
    }
}
