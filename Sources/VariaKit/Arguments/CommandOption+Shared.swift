extension CommandOption {
    /// Every command takes it.
    static let help = CommandOption(flag: "--help", "Print this help")

    /// Results for programs.
    static let json = CommandOption(flag: "--json", "Print JSON, whose format is stable")

    /// The variant of commands that work on one.
    static let variant = CommandOption(
        "--variant", "V", "The variant, such as soft-window+tied-embeddings (default standard)")

    /// How many threads share a trial's work.
    static let threads = CommandOption(
        "--threads", "N",
        "Threads that share each trial's work, which changes no bit of it (default 1)")

    /// What the rows of a table are compared with.
    static let baseline = CommandOption(
        "--baseline", "V",
        "The variant, or the label of a case, to compare with (default: the sweep's baseline)")

    /// What counts as no difference.
    static let margin = CommandOption(
        "--margin", "NATS",
        "Differences within so many nats are equivalent (default: the sweep's margin, or 0.01)")

    /// Trials that the spec names no longer.
    static let all = CommandOption(
        flag: "--all", "Show results too that the spec names no longer")

    /// The patience with trials that crash.
    static let retries = CommandOption(
        "--retries", "N",
        "How often a trial whose process crashes is tried again (default: 2)")

    /// The configuration of commands that take one.
    static let set = CommandOption(
        "--set", "key=value", repeats: true, "Set a key of a sweep's base, such as layers=2")
}
