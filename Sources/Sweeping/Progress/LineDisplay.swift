/// A line for each trial that ends, for files and logs.
package final class LineDisplay: SweepDisplay {
    private let write: (String) -> Void

    /// - Parameter write: Takes text as it comes, line ends included.
    package init(write: @escaping (String) -> Void) { self.write = write }

    package func update(_ progress: SweepProgress) {}

    package func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress) {
        write(ProgressText.ended(id, event, progress) + "\n")
    }

    package func message(_ sentence: String) { write(sentence + "\n") }

    package func close(_ progress: SweepProgress) { write(ProgressText.closing(progress) + "\n") }
}
