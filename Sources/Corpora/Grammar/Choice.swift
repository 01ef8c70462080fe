/// A place where the grammar's text may go on in several ways, each with its weight.
///
/// No option's text is the beginning of another's. So the text itself shows which option was taken,
/// and the probability of each character, given all before it, is a quotient of sums of weights.
struct Choice<Meaning: Sendable>: Sendable {
    struct Option: Sendable {
        let text: [UInt8]
        let weight: Double
        let meaning: Meaning
    }

    private(set) var options: [Option] = []
    /// The sum of all weights, added in the order of the options.
    private(set) var weight = 0.0

    init() {}

    init(_ options: [(text: String, weight: Double, meaning: Meaning)]) {
        for option in options { add(option.text, weight: option.weight, option.meaning) }
    }

    mutating func add(_ text: [UInt8], weight: Double = 1, _ meaning: Meaning) {
        options.append(Option(text: text, weight: weight, meaning: meaning))
        self.weight += weight
    }

    mutating func add(_ text: String, weight: Double = 1, _ meaning: Meaning) {
        add(Array(text.utf8), weight: weight, meaning)
    }

    /// Adds options of one meaning that share a weight equally.
    mutating func add(_ texts: [String], totalWeight: Double, _ meaning: Meaning) {
        for text in texts { add(text, weight: totalWeight / Double(texts.count), meaning) }
    }
}
