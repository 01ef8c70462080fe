#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Counter-based random numbers: any number of a stream can be had at once, by its index, and no
/// stream shifts another. A stream is named by seed, purpose, name and step.
///
/// Philox 4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as
/// 1, 2, 3. SC 2011).
package struct RandomStream: Hashable, Sendable {
    /// What the numbers are for; streams of different purposes are independent.
    package enum Purpose: UInt64, Sendable {
        case initialization = 1
        case batches, dropout, sampling, corpus, test, search
    }

    /// Philox's key.
    package let key: UInt64
    /// The upper half of Philox's counter.
    package let step: UInt64

    /// The stream of a raw key, as the published test vectors of Philox name it.
    package init(key: UInt64, step: UInt64) {
        self.key = key
        self.step = step
    }

    package init(seed: UInt64, purpose: Purpose, name: String = "", step: UInt64 = 0) {
        var key = Self.mix(seed &+ Self.mix(purpose.rawValue))
        for byte in name.utf8 { key = Self.mix(key ^ UInt64(byte) &+ 0x9E37_79B9_7F4A_7C15) }
        self.key = key
        self.step = step
    }

    /// Four random words: those of block `index`.
    package func block(_ index: UInt64) -> SIMD4<UInt32> {
        // Single words: a vector's lanes would be taken apart in every round.
        var x = UInt32(truncatingIfNeeded: index)
        var y = UInt32(truncatingIfNeeded: index >> 32)
        var z = UInt32(truncatingIfNeeded: step)
        var w = UInt32(truncatingIfNeeded: step >> 32)
        var key0 = UInt32(truncatingIfNeeded: key)
        var key1 = UInt32(truncatingIfNeeded: key >> 32)
        for _ in 0..<10 {
            let a = UInt64(x) &* 0xD251_1F53
            let b = UInt64(z) &* 0xCD9E_8D57
            (x, y) = (UInt32(truncatingIfNeeded: b >> 32) ^ y ^ key0, UInt32(truncatingIfNeeded: b))
            (z, w) = (UInt32(truncatingIfNeeded: a >> 32) ^ w ^ key1, UInt32(truncatingIfNeeded: a))
            key0 &+= 0x9E37_79B9
            key1 &+= 0xBB67_AE85
        }
        return SIMD4(x, y, z, w)
    }

    /// The 64-bit number at an index.
    package func bits(at index: UInt64) -> UInt64 {
        let words = block(index >> 1)
        return index & 1 == 0
            ? UInt64(words.x) | UInt64(words.y) << 32 : UInt64(words.z) | UInt64(words.w) << 32
    }

    /// The number at an index, uniform in [0, 1).
    package func uniform(at index: UInt64) -> Double { Double(bits(at: index) >> 11) * 0x1p-53 }

    /// The number at an index, uniform in 0..<bound.
    package func integer(at index: UInt64, below bound: Int) -> Int {
        Int(bits(at: index).multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// The number at an index, normal with mean 0 and deviation 1 (Box and Muller's transform).
    package func normal(at index: UInt64) -> Double {
        let radius = (-2 * log(1 - uniform(at: index & ~1))).squareRoot()
        let angle = 2 * Double.pi * uniform(at: index | 1)
        return index & 1 == 0 ? radius * cos(angle) : radius * sin(angle)
    }

    /// Hands over the first `count` numbers that are normal with mean 0 and deviation 1, each with
    /// its index: those of `normal(at:)`, two at a time.
    @inline(__always)
    package func normals(count: Int, _ take: (Int, Double) -> Void) {
        for first in stride(from: 0, to: count, by: 2) {
            let words = block(UInt64(first >> 1))
            let low = UInt64(words.x) | UInt64(words.y) << 32
            let high = UInt64(words.z) | UInt64(words.w) << 32
            let radius = (-2 * log(1 - Double(low >> 11) * 0x1p-53)).squareRoot()
            let angle = 2 * Double.pi * (Double(high >> 11) * 0x1p-53)
            take(first, radius * cos(angle))
            if first + 1 < count { take(first + 1, radius * sin(angle)) }
        }
    }

    /// Whether dropout keeps the element at an index: its 16-bit lane reaches the threshold.
    package func keeps(at index: UInt64, threshold: UInt32) -> Bool {
        let word = block(index >> 3)[Int(index >> 1 & 3)]
        return (index & 1 == 0 ? word & 0xFFFF : word >> 16) >= threshold
    }

    /// The 16-bit threshold below which a lane drops its element.
    package static func dropoutThreshold(rate: Double) -> UInt32 {
        UInt32((rate * 65536).rounded())
    }

    /// Stafford's variant 13 of MurmurHash3's finalizer: a bijection that scatters all bits.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
