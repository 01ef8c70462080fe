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

    /// The patience with trials that crash.
    static let retries = CommandOption(
        "--retries", "N",
        "How often a trial whose process crashes is tried again (default: 2)")

    /// The configuration of commands that take one.
    static let set = CommandOption(
        "--set", "key=value", repeats: true, "Set a key of a sweep's base, such as layers=2")
}
