/// A place where the grammar's text may go on in several ways, each with its weight.
///
/// No option's text is the beginning of another's. So the text itself shows which option was taken,
/// and the probability of each character, given all before it, is a quotient of sums of weights.
package struct Choice<Meaning: Sendable>: Sendable {
    /// All texts, one after another: walking over them must be cheap, and touch no other memory.
    package private(set) var characters: [UInt8] = []
    /// Where each option's text ends in `characters`.
    package private(set) var ends: [Int] = []
    package private(set) var weights: [Double] = []
    package private(set) var meanings: [Meaning] = []
    /// The sum of all weights, added in the order of the options.
    package private(set) var weight = 0.0

    package init() {}

    package init(_ options: [(text: String, weight: Double, meaning: Meaning)]) {
        for option in options { add(option.text, weight: option.weight, option.meaning) }
    }

    /// The number of options.
    package var count: Int { ends.count }

    /// The places of an option's text in `characters`.
    package func range(of option: Int) -> Range<Int> {
        (option == 0 ? 0 : ends[option - 1])..<ends[option]
    }

    package mutating func add(_ text: [UInt8], weight: Double = 1, _ meaning: Meaning) {
        characters += text
        ends.append(characters.count)
        weights.append(weight)
        meanings.append(meaning)
        self.weight += weight
    }

    package mutating func add(_ text: String, weight: Double = 1, _ meaning: Meaning) {
        add(Array(text.utf8), weight: weight, meaning)
    }

    /// Adds options of one meaning that share a weight equally.
    package mutating func add(_ texts: [String], totalWeight: Double, _ meaning: Meaning) {
        for text in texts { add(text, weight: totalWeight / Double(texts.count), meaning) }
    }
}
