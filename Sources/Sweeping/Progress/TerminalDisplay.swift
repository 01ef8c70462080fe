/// A few lines at the bottom of a terminal, redrawn in place; what has ended scrolls up above them.
package final class TerminalDisplay: SweepDisplay {
    /// More running trials than this are summed up, so that the display fits a small window.
    private static let greatestRows = 8
    private static let interval = Duration.milliseconds(200)

    private let write: (String) -> Void
    private let width: () -> Int
    private var drawnRows = 0
    private var last: ContinuousClock.Instant?

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
        draw(above: [], progress)
    }

    package func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress) {
        draw(above: [ProgressText.ended(id, event, progress)], progress)
    }

    package func message(_ sentence: String) {
        write(erasing() + sentence + "\n")
    }

    package func close(_ progress: SweepProgress) {
        write(erasing() + ProgressText.closing(progress) + "\n")
    }

    private func draw(above: [String], _ progress: SweepProgress) {
        var rows = progress.running.sorted { $0.key < $1.key }.map {
            "  " + ProgressText.running($0.value)
        }
        if rows.count > Self.greatestRows {
            let others = rows.count - Self.greatestRows + 1
            rows = rows.prefix(Self.greatestRows - 1) + ["  and \(others) more"]
        }
        rows.append(bar(progress))
        let columns = max(20, width()) - 1
        let text = above.map { $0 + "\n" } + rows.map { String($0.prefix(columns)) + "\n" }
        write(erasing() + text.joined())
        drawnRows = rows.count
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
