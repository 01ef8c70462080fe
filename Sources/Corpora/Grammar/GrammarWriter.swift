import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a text of the grammar at random, and how probable each of its characters was.
package struct GrammarWriter: GrammarTape {
    package private(set) var text: [UInt8] = []
    /// For each character, the logarithm of its probability given all characters before it.
    package private(set) var logProbabilities: [Double] = []

    private let length: Int
    private let stream: RandomStream
    private var drawCount: UInt64 = 0

    /// A writer that begins no scene once the text has reached a length.
    package init(length: Int, seed: UInt64) {
        self.length = length
        stream = RandomStream(seed: seed, purpose: .corpus, name: "grammar")
        text.reserveCapacity(length + 10_000)
        logProbabilities.reserveCapacity(length + 10_000)
    }

    package typealias Stop = Never

    package var isAtEnd: Bool { text.count >= length }

    package mutating func pass(_ text: [UInt8]) {
        self.text.append(contentsOf: text)
        logProbabilities.append(contentsOf: repeatElement(0, count: text.count))
    }

    package mutating func take<Meaning>(_ choice: Choice<Meaning>) -> Meaning {
        var rest = stream.uniform(at: drawCount) * choice.weight
        drawCount += 1
        var taken = 0
        while taken < choice.count - 1 {
            rest -= choice.weights[taken]
            if rest < 0 { break }
            taken += 1
        }
        append(taken, of: choice)
        return choice.meanings[taken]
    }

    /// Appends an option's text. A character's probability is the weight of the options that agree
    /// with the taken one up to it, over the weight of those that agree up to the one before.
    private mutating func append<Meaning>(_ taken: Int, of choice: Choice<Meaning>) {
        let range = choice.range(of: taken)
        let start = logProbabilities.count
        text.append(contentsOf: choice.characters[range])
        logProbabilities.append(contentsOf: repeatElement(0, count: range.count))
        // First the weights that agree up to each character, and no further...
        var optionStart = 0
        for option in 0..<choice.count {
            let length = min(range.count, choice.ends[option] - optionStart)
            var agreeing = 0
            while agreeing < length,
                choice.characters[optionStart + agreeing]
                    == choice.characters[range.lowerBound + agreeing]
            {
                agreeing += 1
            }
            if agreeing > 0 { logProbabilities[start + agreeing - 1] += choice.weights[option] }
            optionStart = choice.ends[option]
        }
        // ... then their sums from the end, and the quotients from the beginning.
        for place in stride(from: range.count - 2, through: 0, by: -1) {
            logProbabilities[start + place] += logProbabilities[start + place + 1]
        }
        var before = choice.weight
        for place in start..<start + range.count {
            let weight = logProbabilities[place]
            logProbabilities[place] = weight == before ? 0 : log(weight / before)
            before = weight
        }
    }
}
