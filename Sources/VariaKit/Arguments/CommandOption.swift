/// What the command line and its help need to know of one option.
package struct CommandOption: Hashable, Sendable {
    /// With its dashes: `--jobs`.
    package let name: String
    /// What the help calls the option's value; nil for a flag, which has none.
    package let value: String?
    /// Whether it may be given more than once.
    package let repeats: Bool
    /// Whether the value names a file or a folder, and so is not empty: an empty path would stand
    /// for the current folder, which nobody means by it.
    package let isPath: Bool
    /// What it does, for the help.
    package let summary: String

    /// A flag.
    package init(flag name: String, _ summary: String) {
        self.init(name: name, value: nil, repeats: false, isPath: false, summary: summary)
    }

    /// An option with a value.
    package init(
        _ name: String, _ value: String, repeats: Bool = false, isPath: Bool = false,
        _ summary: String
    ) {
        self.init(name: name, value: value, repeats: repeats, isPath: isPath, summary: summary)
    }

    private init(name: String, value: String?, repeats: Bool, isPath: Bool, summary: String) {
        self.name = name
        self.value = value
        self.repeats = repeats
        self.isPath = isPath
        self.summary = summary
    }

    /// As the help spells it: `--jobs N`.
    var spelling: String {
        let one = value.map { "\(name) \($0)" } ?? name
        return repeats ? one + " ..." : one
    }
}
