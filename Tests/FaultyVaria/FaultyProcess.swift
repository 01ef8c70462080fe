/// Where variants of this program go wrong.
enum FaultyProcess {
    /// Whether this process is a sweep's worker. Its coordinator traces and checks variants too,
    /// and must live to see them fail.
    static let isWorker = CommandLine.arguments.dropFirst().first == "worker"
}
