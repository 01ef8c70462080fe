extension Statistics {
    /// The least number from 0 on at which something that is true at first is no longer, to the last
    /// bit: by doubling an interval until it holds the place, and halving it.
    static func end(of isBelow: (Double) -> Bool) -> Double {
        var low = 0.0
        var high = 1.0
        while isBelow(high) { (low, high) = (high, 2 * high) }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return middle }
            if isBelow(middle) { low = middle } else { high = middle }
        }
    }
}
