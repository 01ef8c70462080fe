/// One of the commands of `varia`.
protocol Command: Sendable {
    /// The facts from which its line is read and its help written.
    static var usage: CommandUsage { get }

    /// Does what the line asks for.
    ///
    /// - Throws: `UsageError` where the line itself is wrong; any other error, whose description is
    ///   a sentence, where the work failed.
    static func run(_ arguments: Arguments, in context: CommandContext) async throws -> ExitStatus
}
