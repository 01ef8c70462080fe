import Foundation

/// The words of progress displays.
enum ProgressText {
    /// A trial that has ended, and how far the sweep is.
    static func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress) -> String {
        let count = "[\(progress.settledCount)/\(progress.total)]"
        let title = progress.title(id)
        switch event.kind {
        case .failed:
            return "\(count) \(title): failed. \(event.message ?? "")"
        case .paused:
            return "\(count) \(title): validation loss \(loss(event.validationLoss)) at step "
                + "\(event.step ?? 0) of \(event.steps ?? 0)"
        default:
            let steps = event.step.map { " after \($0) steps" } ?? ""
            if event.status == .diverged { return "\(count) \(title): diverged\(steps)" }
            let isLast = progress.settledCount == progress.total
            let seconds = isLast ? nil : progress.secondsLeft
            let left = seconds.map { ", \(DurationText.text($0)) left" } ?? ""
            return "\(count) \(title): validation loss \(loss(event.validationLoss))\(left)"
        }
    }

    /// A trial at work. What is too long for a line is cut in the title, not in what changes.
    static func running(_ trial: SweepProgress.Running, columns: Int = .max) -> String {
        let state = state(trial)
        return shortened(trial.title, to: columns - state.count - 2) + ": " + state
    }

    private static func state(_ trial: SweepProgress.Running) -> String {
        let steps = trial.steps > 0 ? "step \(trial.step)/\(trial.steps)" : "starting"
        if let name = trial.measuring { return "\(steps), measuring \(name)" }
        let train = trial.trainLoss.map { ", training \(loss($0))" } ?? ""
        let validation = trial.validationLoss.map { ", validation \(loss($0))" } ?? ""
        return "\(steps)\(train)\(validation)"
    }

    /// A title without its middle: it begins with the variant and ends with the seed.
    private static func shortened(_ title: String, to columns: Int) -> String {
        let columns = max(12, columns)
        guard title.count > columns else { return title }
        let end = columns / 3
        return title.prefix(columns - end - 1) + "…" + title.suffix(end)
    }

    static func summary(_ progress: SweepProgress) -> String {
        var parts = ["\(progress.settledCount)/\(progress.total) trials"]
        if progress.stoppedCount > 0 { parts.append("\(progress.stoppedCount) stopped") }
        if progress.unsuccessfulCount > 0 {
            parts.append("\(progress.unsuccessfulCount) failed or diverged")
        }
        if let left = progress.secondsLeft { parts.append("\(DurationText.text(left)) left") }
        if let best = progress.best { parts.append("best \(loss(best.loss)) (\(best.title))") }
        return parts.joined(separator: ", ")
    }

    static func closing(_ progress: SweepProgress) -> String {
        let time = DurationText.text(progress.elapsedSeconds)
        var text = "\(progress.endedCount) of \(progress.total) trials have ended (\(time))"
        let diverged = progress.ended.values.count { $0 == .diverged }
        let failed = progress.ended.values.count { $0 == .failed }
        func count(_ number: Int, _ what: String) {
            if number > 0 { text += ", \(number) \(number == 1 ? "was" : "were") \(what)" }
        }
        count(progress.stoppedCount, "stopped")
        count(
            progress.settledCount - progress.endedCount - progress.stoppedCount, "not needed")
        if diverged > 0 { text += ", \(diverged) diverged" }
        if failed > 0 { text += ", \(failed) failed" }
        return text + "."
    }

    static func loss(_ value: Double?) -> String {
        value.map { String(format: "%.4f", $0) } ?? "none"
    }
}
