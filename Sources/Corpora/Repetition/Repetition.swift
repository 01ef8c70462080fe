/// What of a sample stands word for word in a text: whether a model has memorised, or rambles.
package struct Repetition: Hashable, Sendable {
    /// The longest stretch of the sample that occurs in the text; of several, the one that occurs
    /// first there.
    package struct Stretch: Hashable, Sendable {
        /// Its tokens in the sample, where they first stand.
        package let range: Range<Int>
        /// Where it begins in the text, counted from 0, at its first occurrence.
        package let position: Int
    }

    /// Nil where no token of the sample occurs in the text.
    package let longest: Stretch?
    /// For each token of the sample, how many tokens the longest stretch has that ends with it and
    /// occurs in the text.
    package let lengths: [Int]

    /// Compares a sample with a text, exactly, in time that grows with the text's length and with
    /// the sample's.
    package init(of sample: [Int], in text: some Sequence<Int32>) {
        let automaton = SuffixAutomaton(sample)
        // Of each state, the longest of its stretches that the text has.
        var found = [Int](repeating: 0, count: automaton.states.count)
        var longest: Stretch?
        var position = 0
        automaton.read(text) { state, length in
            position += 1
            if length > found[state] { found[state] = length }
            if length > longest?.range.count ?? 0 {
                let end = automaton.states[state].end
                longest = Stretch(range: end - length..<end, position: position - length)
            }
        }
        self.longest = longest
        // With a stretch, the text has all of its suffixes: longer ones hand theirs down.
        let byLength = automaton.states.indices.sorted {
            automaton.states[$0].length > automaton.states[$1].length
        }
        for state in byLength where found[state] > 0 && automaton.states[state].link > 0 {
            let link = automaton.states[state].link
            found[link] = automaton.states[link].length
        }
        lengths = automaton.beginnings.dropFirst().map { beginning in
            var state = beginning
            while state > 0, found[state] == 0 { state = automaton.states[state].link }
            return found[max(0, state)]
        }
    }

    /// The share of the sample's tokens that lie in stretches of at least so many tokens that the
    /// text has; 0 for an empty sample.
    package func share(inStretchesOf least: Int) -> Double {
        guard !lengths.isEmpty else { return 0 }
        var covered = 0
        var free = lengths.count
        for (last, length) in lengths.enumerated().reversed() where length >= max(1, least) {
            covered += max(0, min(free, last + 1) - (last + 1 - length))
            free = min(free, last + 1 - length)
        }
        return Double(covered) / Double(lengths.count)
    }
}
