/// A few lines at the bottom of a terminal, redrawn in place; what has ended scrolls up above them.
package final class TerminalDisplay: SweepDisplay {
    /// More running trials than this are summed up, so that the display fits a small window.
    private static let greatestRows = 8
    /// More trials than this that end between two drawings are summed up, but for those that went
    /// wrong.
    private static let greatestEnds = 8
    private static let interval = Duration.milliseconds(200)

    private let write: (String) -> Void
    private let width: () -> Int
    private var drawnRows = 0
    private var last: ContinuousClock.Instant?
    /// What has ended since the last drawing, and whether it went wrong.
    private var ends: [(line: String, isBad: Bool)] = []

    /// - Parameters:
    ///   - width: Columns of the terminal.
    ///   - write: Takes text as it comes.
    package init(width: @escaping () -> Int = { 80 }, write: @escaping (String) -> Void) {
        self.width = width
        self.write = write
    }

    package func update(_ progress: SweepProgress) {
        let now = ContinuousClock.now
        if let last, now - last < Self.interval { return }
        last = now
        draw(progress)
    }

    package func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress) {
        let isBad = event.kind == .failed || event.status == .diverged
        ends.append((ProgressText.ended(id, event, progress), isBad))
        update(progress)
    }

    package func message(_ sentence: String) {
        write(erasing() + endedLines() + sentence + "\n")
    }

    package func close(_ progress: SweepProgress) {
        write(erasing() + endedLines() + ProgressText.closing(progress) + "\n")
    }

    private func draw(_ progress: SweepProgress) {
        let columns = max(20, width()) - 1
        var rows = progress.running.sorted { $0.key < $1.key }.map {
            "  " + ProgressText.running($0.value, columns: columns - 2)
        }
        if rows.count > Self.greatestRows {
            let others = rows.count - Self.greatestRows + 1
            rows = rows.prefix(Self.greatestRows - 1) + ["  and \(others) more"]
        }
        rows.append(bar(progress))
        let text = rows.map { String($0.prefix(columns)) + "\n" }
        write(erasing() + endedLines() + text.joined())
        drawnRows = rows.count
    }

    /// What has ended since the last time, to scroll up.
    private func endedLines() -> String {
        defer { ends = [] }
        let surplus = ends.count - Self.greatestEnds
        guard surplus > 0 else { return ends.map { $0.line + "\n" }.joined() }
        let kept = ends.enumerated().filter { $0.offset >= surplus || $0.element.isBad }
        let left = ends.count - kept.count
        let note = left > 0 ? "\(left) more trials have ended\n" : ""
        return note + kept.map { $0.element.line + "\n" }.joined()
    }

    /// Moves to the first drawn row and clears from there.
    private func erasing() -> String {
        defer { drawnRows = 0 }
        return drawnRows > 0 ? "\u{1B}[\(drawnRows)A\u{1B}[J" : ""
    }

    private func bar(_ progress: SweepProgress) -> String {
        let cells = 24
        let full = Int(progress.fraction * Double(cells))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: cells - full)
        return "[\(bar)] " + ProgressText.summary(progress)
    }
}
