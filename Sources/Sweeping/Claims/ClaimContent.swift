/// What a claim file says, in one line of constant length while it is held, so that it can be
/// rewritten in place.
struct ClaimContent: Hashable, Sendable {
    let holder: ClaimHolder
    /// Counts up while the holder lives. Only whether it changes is ever read, never when, so the
    /// clocks of two machines need not agree.
    var beat: Int
    /// Whether the holder has given the trial back, unfinished.
    var isReleased: Bool

    init(holder: ClaimHolder, beat: Int = 0, isReleased: Bool = false) {
        self.holder = holder
        self.beat = beat
        self.isReleased = isReleased
    }

    /// Nil for a line that is not whole, as a reader may see while it is being written.
    init?(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 5, let process = Int32(words[2]), let beat = Int(words[3]),
            words[4] == "held" || words[4] == "free"
        else { return nil }
        holder = ClaimHolder(token: String(words[0]), host: String(words[1]), process: process)
        self.beat = beat
        isReleased = words[4] == "free"
    }

    var line: String {
        let digits = String(beat)
        let padding = String(repeating: "0", count: max(0, 12 - digits.count))
        let state = isReleased ? "free" : "held"
        return "\(holder.token) \(holder.host) \(holder.process) \(padding)\(digits) \(state)\n"
    }
}
