/// What a claim file says, in one line of constant length while it is held, so that it can be
/// rewritten in place.
package struct ClaimContent: Hashable, Sendable {
    package let holder: ClaimHolder
    /// Counts up while the holder lives. Only whether it changes is ever read, never when, so the
    /// clocks of two machines need not agree.
    var beat: Int
    /// The steps that the trial had made at the last beat, of how many; 0 of 0 before it is known.
    package var step = 0
    package var steps = 0
    /// Whether the holder has given the trial back, unfinished.
    package var isReleased: Bool

    init(holder: ClaimHolder, beat: Int = 0, isReleased: Bool = false) {
        self.holder = holder
        self.beat = beat
        self.isReleased = isReleased
    }

    /// Nil for a line that is not whole, as a reader may see while it is being written.
    init?(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 7, let process = Int32(words[2]), let beat = Int(words[3]),
            let step = Int(words[4]), let steps = Int(words[5]),
            words[6] == "held" || words[6] == "free"
        else { return nil }
        holder = ClaimHolder(token: String(words[0]), host: String(words[1]), process: process)
        self.beat = beat
        self.step = step
        self.steps = steps
        isReleased = words[6] == "free"
    }

    var line: String {
        let numbers = [beat, step, steps].map(Self.padded).joined(separator: " ")
        let state = isReleased ? "free" : "held"
        return "\(holder.token) \(holder.host) \(holder.process) \(numbers) \(state)\n"
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
