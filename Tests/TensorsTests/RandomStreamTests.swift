import Tensors
import Testing

@Suite("Random streams")
struct RandomStreamTests {
    /// The known answers that the authors of Philox publish with it (Random123, kat_vectors).
    @Test("Philox 4x32-10 gives the published answers")
    func knownAnswers() {
        #expect(
            RandomStream(key: 0, step: 0).block(0)
                == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        #expect(
            RandomStream(key: .max, step: .max).block(.max)
                == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            RandomStream(key: 0x299f_31d0_a409_3822, step: 0x0370_7344_1319_8a2e)
                .block(0x85a3_08d3_243f_6a88)
                == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("Seed, purpose, name and step each make another stream")
    func keys() {
        let streams = [
            RandomStream(seed: 1, purpose: .test, name: "a"),
            RandomStream(seed: 2, purpose: .test, name: "a"),
            RandomStream(seed: 1, purpose: .batches, name: "a"),
            RandomStream(seed: 1, purpose: .test, name: "b"),
            RandomStream(seed: 1, purpose: .test, name: "aa"),
            RandomStream(seed: 1, purpose: .test),
            RandomStream(seed: 1, purpose: .test, name: "a", step: 1),
        ]
        #expect(Set(streams.map { $0.bits(at: 0) }).count == streams.count)
    }

    @Test("Uniform numbers fill [0, 1) evenly")
    func uniform() {
        let stream = RandomStream(seed: 3, purpose: .test)
        let values = (0..<20_000).map { stream.uniform(at: UInt64($0)) }
        #expect(values.allSatisfy { 0..<1 ~= $0 })
        var bins = [Int](repeating: 0, count: 10)
        for value in values { bins[Int(value * 10)] += 1 }
        // Chi-squared with 9 degrees of freedom exceeds 33.7 once in ten thousand times.
        #expect(bins.reduce(0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 } < 33.7)
    }

    @Test("Integers stay below their bound and reach all of it")
    func integers() {
        let stream = RandomStream(seed: 3, purpose: .test)
        #expect(Set((0..<200).map { stream.integer(at: $0, below: 7) }) == Set(0..<7))
    }

    @Test("Normal numbers have the moments of the normal distribution, pairs uncorrelated")
    func normal() {
        let stream = RandomStream(seed: 5, purpose: .test)
        let count = 20_000
        let values = (0..<count).map { stream.normal(at: UInt64($0)) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        #expect(abs(mean(values)) < 0.03)
        #expect(abs(mean(values.map { $0 * $0 }) - 1) < 0.05)
        #expect(abs(mean(values.map { $0 * $0 * $0 })) < 0.15)
        #expect(abs(mean(values.map { $0 * $0 * $0 * $0 }) - 3) < 0.4)
        #expect(abs(mean(zip(values, values.dropFirst()).map { $0 * $1 })) < 0.03)
    }

    @Test("Dropout reads each 16-bit lane of a block, lowest first, once")
    func lanes() {
        let stream = RandomStream(seed: 6, purpose: .dropout)
        for index in 0..<24 as Range<UInt64> {
            let word = stream.block(index / 8)[Int(index % 8) / 2]
            let lane = index % 2 == 0 ? word & 0xFFFF : word >> 16
            #expect(stream.keeps(at: index, threshold: lane))
            #expect(!stream.keeps(at: index, threshold: lane + 1))
        }
        #expect(RandomStream.dropoutThreshold(rate: 0.5) == 32768)
        #expect(RandomStream.dropoutThreshold(rate: 0.1) == 6554)
    }

    @Test("Normal numbers come two at a time as they come one by one")
    func normalPairs() {
        let stream = RandomStream(seed: 5, purpose: .test, name: "pairs")
        for count in [0, 1, 2, 7, 100] {
            var numbers: [Double] = []
            stream.normals(count: count) { index, number in
                #expect(index == numbers.count)
                numbers.append(number)
            }
            #expect(numbers == (0..<count).map { stream.normal(at: UInt64($0)) })
        }
    }
}
