/// Variants that cannot be had, alone or together.
public enum CompositionError: Error, Hashable, Sendable {
    /// No variant has this name.
    case unknown(variant: String, nearest: String?, known: [String])
    /// The text is not a composition's name; a clause that says why.
    case malformed(name: String, reason: String)
    /// A member's own spelling, such as `bottleneck(divisor=0)`, sets an option to what it does not
    /// take; a clause that says why.
    case option(member: String, reason: String)
    /// A variant is named twice.
    case duplicate(variant: String)
    /// Two members replace the same part.
    case conflict(first: String, second: String, part: String)
    /// A member changes a part that another leaves out, as it replaces the whole that the part
    /// belongs to.
    case bypassed(variant: String, part: String, by: String, whole: String)
    /// A member reads the table of token vectors, which another's embedding does without.
    case missingTable(reader: String, replacer: String)
    /// The key 'readoutBias' is true, but this member's readout has no offset.
    case missingOffset(variant: String)
    /// Without this member the model would be the same.
    case noEffect(variant: String)
}

extension CompositionError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .unknown(let variant, let nearest, let known):
            let hint =
                nearest.map { "the nearest is '\($0)'" }
                ?? "there are " + known.map { "'\($0)'" }.joined(separator: ", ")
            return "There is no variant '\(variant)'; \(hint)."
        case .malformed(let name, let reason):
            return "'\(name)' is not the name of a variant: \(reason)."
        case .option(let member, let reason):
            return "In the variant's name '\(member)', \(reason)."
        case .duplicate(let variant):
            return "The variant '\(variant)' is named twice; a composition holds it once."
        case .conflict(let first, let second, let part):
            return "The variants '\(first)' and '\(second)' both replace \(part); "
                + "a composition can hold only one of them."
        case .bypassed(let variant, let part, let by, let whole):
            return "The variant '\(variant)' changes \(part), which '\(by)' leaves out, as it "
                + "replaces \(whole); a composition can hold only one of them."
        case .missingTable(let reader, let replacer):
            return "The variant '\(reader)' reads the table of token vectors, but '\(replacer)' "
                + "replaces the token embedding by one without this table; a composition can hold "
                + "only one of them."
        case .missingOffset(let variant):
            return "The readout of the variant '\(variant)' has no offset of its own, so that "
                + "the key 'readoutBias' should be false here."
        case .noEffect(let variant):
            return "The variant '\(variant)' changes nothing here: the model is the same without "
                + "it; leave it out, or check that its hooks have the signatures of 'Variant'."
        }
    }
}
