import Foundation

/// Durations as people read them.
package enum DurationText {
    /// As `0.4 s`, `48 s`, `3 min 20 s` or `2 h 5 min`.
    package static func text(_ seconds: Double) -> String {
        if seconds < 9.95 {
            return String(format: "%.1f s", seconds)
        }
        // More than a whole number holds is forecast where a spec asks for absurdly much.
        let whole = Int(min(seconds.rounded(), 1e15))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
