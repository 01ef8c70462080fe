/// Options of variants that narrow the model's vectors, whatever else they hold.
public protocol NarrowingOptions: VariantOptions {
    /// How many times narrower than C a narrow layer is.
    var divisor: Int { get }
}

extension NarrowingOptions {
    /// These options, if a layer can be so narrow.
    ///
    /// - Throws: `OptionError` for a divisor below 1.
    public func checked() throws -> Self {
        guard divisor >= 1 else {
            throw OptionError("divisor", divisor, allowed: "a whole number of at least 1")
        }
        return self
    }

    /// The units of a layer narrower than a width by the divisor; it keeps at least one.
    public func narrowed(_ width: Int) -> Int { max(1, width / divisor) }
}

/// The option of variants that narrow the model's vectors, and take no other:
/// `bottleneck(divisor=4)`.
///
/// A variant that takes it holds no option type of its own:
///
///     let options: WidthDivisor
///
///     init(options: WidthDivisor) throws { self.options = try options.checked() }
public struct WidthDivisor: NarrowingOptions {
    /// How many times narrower than C a narrow layer is.
    public var divisor = 8

    /// An eighth of C.
    public init() {}
}
