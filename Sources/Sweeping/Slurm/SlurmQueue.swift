/// A task of a job array, as the scheduler sees it.
package struct SlurmTask: Hashable, Sendable, Codable {
    /// Array and task: `17_3`. Job numbers would not do, as that of the last task is the array's.
    package var name: String
    /// In Slurm's words: `RUNNING`, `PENDING`, `COMPLETING`, ...
    package var state: String
    /// Nil while it waits.
    package var node: String?
    /// Why it waits; nil where it does not.
    package var reason: String?

    /// The number of its array.
    package var array: String { String(name.prefix { $0 != "_" }) }
    package var isWaiting: Bool { state == "PENDING" }

    package init(name: String, state: String, node: String? = nil, reason: String? = nil) {
        self.name = name
        self.state = state
        self.node = node
        self.reason = reason
    }

    /// Reads a line of `squeue` in the format of `SlurmQueue`; nil for any other line.
    init?(line: Substring) {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 4, fields[0].contains("_") else { return nil }
        let isKnown = { (text: String) in !text.isEmpty && text != "None" && text != "(null)" }
        self.init(
            name: fields[0], state: fields[1], node: isKnown(fields[2]) ? fields[2] : nil,
            reason: isKnown(fields[3]) ? fields[3] : nil)
    }
}

/// What the scheduler has of a sweep's arrays.
package enum SlurmQueue {
    /// The tasks of some arrays that wait or run; none of arrays that are over.
    ///
    /// - Throws: `SlurmError`.
    package static func tasks(of arrays: [SlurmArray]) throws(SlurmError) -> [SlurmTask] {
        var tasks: [SlurmTask] = []
        for (cluster, arrays) in Dictionary(grouping: arrays, by: \.cluster) {
            let jobs = arrays.map { "\($0.job)" }.joined(separator: ",")
            let place = cluster.map { ["--clusters=\($0)"] } ?? []
            do {
                let text = try SlurmProgram.queue.run(
                    place + ["--jobs=\(jobs)", "--array", "--noheader", "--format=%i|%T|%N|%r"])
                tasks += text.split(whereSeparator: \.isNewline).compactMap(SlurmTask.init(line:))
            } catch .refused(_, let message) where message.contains("Invalid job id") {
                // This is what it says of an array that ended some minutes ago.
                continue
            }
        }
        return tasks.sorted { ($0.name.count, $0.name) < ($1.name.count, $1.name) }
    }

    /// Asks the scheduler to end arrays: running tasks get the signal to save and stop.
    ///
    /// - Throws: `SlurmError`.
    package static func cancel(_ arrays: [SlurmArray]) throws(SlurmError) {
        for (cluster, arrays) in Dictionary(grouping: arrays, by: \.cluster) {
            let place = cluster.map { ["--clusters=\($0)"] } ?? []
            _ = try SlurmProgram.cancel.run(place + arrays.map { "\($0.job)" })
        }
    }
}
