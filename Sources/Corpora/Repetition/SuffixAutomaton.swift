/// Every stretch of a short sequence of tokens, as a path through the smallest automaton that knows
/// them all, by which a long text is read once for what it shares with the sequence.
///
/// Takes time and memory of the sequence's length times the number of different tokens in it.
///
/// Source: Blumer, Blumer, Haussler, Ehrenfeucht, Chen, Seiferas: The smallest automaton recognizing
/// the subwords of a text. 1985.
struct SuffixAutomaton {
    /// Stretches that end at the same places of the sequence.
    struct State {
        /// The number of tokens of the longest of them.
        var length: Int
        /// The state of the longest suffix that ends at other places too; -1 for the root's.
        var link: Int
        /// The number of the sequence's tokens up to where they first end.
        var end: Int
    }

    private(set) var states = [State(length: 0, link: -1, end: 0)]
    /// The state of each beginning of the sequence, the empty one included.
    private(set) var beginnings = [0]
    /// The column of each token in the table of targets; -1 for those that the sequence lacks.
    private let columns: [Int]
    private let width: Int
    /// Where each state goes by each column's token; -1 for nowhere.
    private var targets: [Int32]

    /// Tokens must not be negative.
    init(_ sequence: some Collection<Int>) {
        var columns = [Int](repeating: -1, count: (sequence.max() ?? -1) + 1)
        var width = 0
        for token in sequence where columns[token] < 0 {
            columns[token] = width
            width += 1
        }
        self.columns = columns
        self.width = width
        targets = Array(repeating: -1, count: width)
        for token in sequence { append(columns[token]) }
    }

    private mutating func append(_ column: Int) {
        let last = beginnings[beginnings.count - 1]
        let end = states[last].length + 1
        let new = add(State(length: end, link: 0, end: end))
        beginnings.append(new)
        var state = last
        while state >= 0, target(state, column) < 0 {
            targets[state * width + column] = Int32(new)
            state = states[state].link
        }
        guard state >= 0 else { return }
        let next = target(state, column)
        if states[next].length == states[state].length + 1 {
            states[new].link = next
            return
        }
        // The shorter stretches of `next` now end at one more place than the longer ones.
        let clone = add(
            State(
                length: states[state].length + 1, link: states[next].link, end: states[next].end))
        for column in 0..<width {
            targets[clone * width + column] = targets[next * width + column]
        }
        while state >= 0, target(state, column) == next {
            targets[state * width + column] = Int32(clone)
            state = states[state].link
        }
        states[next].link = clone
        states[new].link = clone
    }

    private mutating func add(_ state: State) -> Int {
        states.append(state)
        targets.append(contentsOf: repeatElement(-1, count: width))
        return states.count - 1
    }

    private func target(_ state: Int, _ column: Int) -> Int {
        Int(targets[state * width + column])
    }

    /// Reads a text, and tells after each of its tokens the longest stretch of the sequence that
    /// ends there: its state, and its number of tokens, which is at most the state's length.
    ///
    /// Takes time in proportion to the text's length.
    func read(_ text: some Sequence<Int32>, observe: (_ state: Int, _ length: Int) -> Void) {
        var state = 0
        var length = 0
        for token in text {
            let column = Int(token) < columns.count ? columns[Int(token)] : -1
            if column < 0 {
                state = 0
                length = 0
            } else {
                while state > 0, target(state, column) < 0 {
                    state = states[state].link
                    length = states[state].length
                }
                // The root knows every token of the sequence.
                state = target(state, column)
                length += 1
            }
            observe(state, length)
        }
    }
}
