import Foundation
import Tensors
package import Transformer

/// How the values of one key are drawn.
package enum DrawDistribution: Hashable, Sendable {
    /// Any number from one to another, each as likely as the next.
    case uniform(Double, Double)
    /// Any number from one to another, as likely between 1 and 2 as between 2 and 4.
    case logUniform(Double, Double)
    /// A whole number from one to another, both included.
    case integers(Int, Int)
    /// One of these.
    case choices([JSONValue])

    /// The names by which specs call them.
    enum Kind: String, CaseIterable {
        case uniform, logUniform, integers, choices
    }

    /// Reads an object with one member, such as `{ logUniform: [1e-4, 1e-2] }`.
    ///
    /// - Throws: `ConfigurationError`.
    init(reading reader: ConfigurationReader) throws(ConfigurationError) {
        var found: [DrawDistribution] = []
        if let ends = try Self.range(.uniform, above: nil, reader) {
            found.append(.uniform(ends.0, ends.1))
        }
        if let ends = try Self.range(.logUniform, above: 0, reader) {
            found.append(.logUniform(ends.0, ends.1))
        }
        if let ends = try Self.wholeRange(reader) { found.append(.integers(ends.0, ends.1)) }
        if let values = try Self.values(reader) { found.append(.choices(values)) }
        try reader.finish()
        guard found.count == 1 else {
            let names = Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            let keys = reader.keys.map { "'\($0)'" }.joined(separator: " and ")
            throw ConfigurationError(
                source: reader.source, path: reader.path,
                problem: .impossible(
                    found: keys.isEmpty ? "{}" : "an object with \(keys)",
                    expected: "an object with one of \(names)"))
        }
        self = found[0]
    }

    /// Two numbers, the second of which is greater.
    private static func range(
        _ kind: Kind, above least: Double?, _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> (Double, Double)? {
        guard let value = reader.value(kind.rawValue) else { return nil }
        let ends = (value.elements ?? []).compactMap(\.numberValue)
        guard value.elements?.count == 2, ends.count == 2, ends.allSatisfy(\.isFinite),
            ends[0] < ends[1], (ends[1] - ends[0]).isFinite, least.map({ ends[0] > $0 }) ?? true
        else {
            let bound = least == nil ? "" : " above 0"
            throw reader.error(
                kind.rawValue,
                .impossible(
                    found: value.description,
                    expected: "a list of two numbers\(bound), the second greater than the first"))
        }
        return (ends[0], ends[1])
    }

    private static func wholeRange(
        _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> (Int, Int)? {
        guard let value = reader.value(Kind.integers.rawValue) else { return nil }
        let allowed = AllowedRange<Int>.between(-(1 << 53), 1 << 53)
        let ends = (value.elements ?? []).compactMap { element -> Int? in
            if case .integer(let number) = element, allowed.contains(number) { number } else { nil }
        }
        guard value.elements?.count == 2, ends.count == 2, ends[0] < ends[1] else {
            throw reader.error(
                Kind.integers.rawValue,
                .impossible(
                    found: value.description,
                    expected: "a list of two whole numbers, the second greater than the first"))
        }
        return (ends[0], ends[1])
    }

    private static func values(
        _ reader: ConfigurationReader
    ) throws(ConfigurationError) -> [JSONValue]? {
        guard let values = try reader.array(Kind.choices.rawValue) else { return nil }
        guard !values.isEmpty else {
            throw reader.error(
                Kind.choices.rawValue,
                .impossible(found: "[]", expected: "a list of at least one value"))
        }
        for (index, value) in values.enumerated()
        where values[..<index].contains(where: { $0.isSame(as: value) }) {
            throw reader.error(
                Kind.choices.rawValue, .inconsistent("the value \(value) is listed twice"))
        }
        return values
    }

    /// The value that a stream gives at an index. Numbers have as many decimal digits as tell some
    /// thousands of values apart, so that tables stay readable.
    func value(from stream: RandomStream, at index: UInt64) -> JSONValue {
        switch self {
        case .uniform(let low, let high):
            let value = low + stream.uniform(at: index) * (high - low)
            return .number(Self.rounded(value, digits: Self.digits(high - low), low, high))
        case .logUniform(let low, let high):
            let value = exp(log(low) + stream.uniform(at: index) * (log(high) - log(low)))
            let digits = max(Self.digits(value), Self.digits(high - low))
            return .number(Self.rounded(value, digits: digits, low, high))
        case .integers(let low, let high):
            return .integer(low + stream.integer(at: index, below: high - low + 1))
        case .choices(let values):
            return values[stream.integer(at: index, below: values.count)]
        }
    }

    /// The decimal places that show four significant digits of a number.
    private static func digits(_ size: Double) -> Int { 3 - Int(log10(size).rounded(.down)) }

    private static func rounded(
        _ value: Double, digits: Int, _ low: Double, _ high: Double
    ) -> Double {
        // By way of its text, which gives the double that is nearest to the decimal number.
        let exponent = Int(log10(max(abs(value), .leastNormalMagnitude)).rounded(.down))
        let text = String(format: "%.*e", max(0, digits + exponent), value)
        return min(max(Double(text) ?? value, low), high)
    }

    /// As specs write it.
    var member: JSONValue {
        switch self {
        case .uniform(let low, let high): Self.member(.uniform, [.number(low), .number(high)])
        case .logUniform(let low, let high):
            Self.member(.logUniform, [.number(low), .number(high)])
        case .integers(let low, let high): Self.member(.integers, [.integer(low), .integer(high)])
        case .choices(let values): Self.member(.choices, values)
        }
    }

    private static func member(_ kind: Kind, _ values: [JSONValue]) -> JSONValue {
        .object([kind.rawValue: .array(values)])
    }
}
