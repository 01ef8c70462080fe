/// A variant without options.
public protocol PlainVariant: Variant where Options == NoOptions {
    /// Makes the variant.
    init()
}

extension PlainVariant {
    /// No options.
    public var options: NoOptions { NoOptions() }

    /// Makes the variant.
    public init(options: NoOptions) { self.init() }
}
