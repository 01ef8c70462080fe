import Foundation

extension VariantOptions {
    /// The options as a JSON object.
    package func members() throws -> [String: JSONValue] {
        let data = try JSONEncoder().encode(self)
        return try JSONDecoder().decode(JSONValue.self, from: data).members ?? [:]
    }

    /// The defaults with some options set.
    ///
    /// - Throws: `InvalidOption` for an unknown option or an impossible value.
    init(setting options: [String: JSONValue]) throws {
        let defaults = try Self().members()
        for (option, value) in options.sorted(by: { $0.key < $1.key }) {
            guard defaults[option] != nil else {
                let known = defaults.keys.sorted()
                throw InvalidOption(
                    option,
                    .unknownKey(nearest: nearest(to: option, among: known), known: known))
            }
            guard value.isFinite else { throw Self.impossible(option, value) }
        }
        let data = try JSONEncoder().encode(JSONValue.object(defaults.merging(options) { $1 }))
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch let error as DecodingError {
            // Values by default decode, so that an option that was set is at fault.
            let option = error.path.first ?? options.keys.sorted().first ?? ""
            throw Self.impossible(option, options[option] ?? .null)
        }
    }

    private static func impossible(_ option: String, _ found: JSONValue) -> InvalidOption {
        InvalidOption(
            option, .impossible(found: found.description, expected: allowed(option)))
    }

    /// What an option takes, from the type of its default.
    private static func allowed(_ option: String) -> String {
        let value = Mirror(reflecting: Self()).children.first { $0.label == option }?.value
        switch value {
        case let choice as any CaseIterable: return choices(choice)
        case is Bool: return "true or false"
        case is any BinaryInteger: return "a whole number"
        case is any BinaryFloatingPoint: return "a number"
        case is String: return "a string"
        case let list as [Any]: return "a list such as \(list)"
        default: return "of another type"
        }
    }

    private static func choices<Choice: CaseIterable>(_ value: Choice) -> String {
        let names = Choice.allCases.map { choice in
            (choice as? any RawRepresentable).map { "\"\($0.rawValue)\"" } ?? "\"\(choice)\""
        }
        return names.joined(separator: " or ")
    }
}

extension JSONValue {
    /// Whether every number in it is finite, as JSON's are and JSON5's need not be.
    fileprivate var isFinite: Bool {
        switch self {
        case .number(let number): number.isFinite
        case .array(let elements): elements.allSatisfy(\.isFinite)
        case .object(let members): members.values.allSatisfy(\.isFinite)
        case .null, .boolean, .integer, .string: true
        }
    }
}

extension DecodingError {
    /// The keys that lead to what could not be decoded.
    fileprivate var path: [String] {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .keyNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.map(\.stringValue)
        @unknown default: []
        }
    }
}
