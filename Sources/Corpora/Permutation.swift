package import Tensors

/// A random order of 0..<count in which any place can be looked up at once.
///
/// A Feistel network over the smallest square of a power of two that holds the range; a value
/// outside the range is sent through again until it falls inside (cycle walking: Black, Rogaway:
/// Ciphers with arbitrary finite domains. CT-RSA 2002), fewer than four times on average.
package struct Permutation: Sendable {
    package let count: Int
    private let stream: RandomStream
    private let halfBits: UInt64
    private static let rounds: UInt64 = 6

    /// An order of 0..<count; equal streams give equal orders.
    package init(count: Int, stream: RandomStream) {
        self.count = count
        self.stream = stream
        let bits = UInt64.bitWidth - UInt64(max(count, 2) - 1).leadingZeroBitCount
        halfBits = UInt64((bits + 1) / 2)
    }

    /// The value at a place; both lie in 0..<count.
    package subscript(place: Int) -> Int {
        var value = UInt64(place)
        repeat { value = scatter(value) } while value >= UInt64(count)
        return Int(value)
    }

    private func scatter(_ value: UInt64) -> UInt64 {
        let mask = (UInt64(1) << halfBits) - 1
        var left = value >> halfBits
        var right = value & mask
        for round in 0..<Self.rounds {
            (left, right) = (right, left ^ stream.bits(at: round << 32 | right) & mask)
        }
        return left << halfBits | right
    }
}
