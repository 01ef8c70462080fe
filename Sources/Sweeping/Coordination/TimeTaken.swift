/// What some trials have taken, against what was guessed.
struct TimeTaken {
    /// Of one trial: seconds, and which part of it they made.
    struct Part {
        let seconds: Double
        let fraction: Double
    }

    private(set) var seconds = 0.0
    private var guessed = 0.0

    /// - Parameter work: The seconds that were guessed for the whole trial.
    mutating func add(_ part: Part, work: Double) {
        // The first steps take longer than others, and say little.
        guard part.fraction >= 0.01 else { return }
        seconds += part.seconds
        guessed += part.fraction * work
    }

    mutating func add(_ other: TimeTaken) {
        seconds += other.seconds
        guessed += other.guessed
    }

    /// Seconds taken for each guessed; nil where nothing was seen.
    var ratio: Double? { guessed > 0 ? seconds / guessed : nil }
}

extension PreparedTrial {
    /// A guess at the seconds that it takes, before anything was measured: by its arithmetic, and by
    /// tokens and steps, which is what small models such as a bigram spend their time on. The rates
    /// are those of a core of some years ago; comparing trials, only what they are to one another
    /// matters.
    var secondsGuessed: Double {
        flops / 2e10 + Double(steps) * (Double(tokensPerStep) * 5e-7 + 5e-5)
    }
}
