extension Statistics {
    /// p-values adjusted for how many comparisons there are, so that at a threshold of 0.05 a false
    /// finding among all of them is made in at most 5% of such families, whatever connects them
    /// (Holm 1979, "A simple sequentially rejective multiple test procedure").
    ///
    /// - Parameter family: The number of comparisons, which may be more than there are p-values
    ///   yet: those to come count as if they would be the greatest.
    package static func holmAdjusted(_ pValues: [Double], family: Int) -> [Double] {
        precondition(family >= pValues.count)
        let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
        var adjusted = pValues
        var greatest = 0.0
        for (rank, place) in order.enumerated() {
            greatest = max(greatest, min(1, Double(family - rank) * pValues[place]))
            adjusted[place] = greatest
        }
        return adjusted
    }
}
