/// What can be set about a variant in each trial: a struct of stored properties with defaults.
///
/// The property names are the options' names, in `bottleneck(divisor=4)` and in a sweep's key
/// `bottleneck.divisor`. A property may be a number, a truth value, a string, an enumeration with
/// string raw values, or a list of these; not an optional, as an option is known by its default.
public protocol VariantOptions: Codable, Sendable, Hashable {
    /// The defaults.
    init()
}

/// The options of a variant that has none.
public struct NoOptions: VariantOptions {
    /// Nothing.
    public init() {}
}

/// An option's value that a variant cannot take; thrown by its `init(options:)`.
public struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The option.
    public let option: String
    /// The value it was given.
    public let found: String
    /// What it takes, such as "a whole number of at least 1".
    public let allowed: String

    /// Refuses a value of an option.
    public init(_ option: String, _ found: some Any, allowed: String) {
        self.option = option
        self.found = "\(found)"
        self.allowed = allowed
    }

    /// One sentence.
    public var description: String {
        "The option '\(option)' is \(found), but should be \(allowed)."
    }
}
