extension ConfigurationReader {
    /// A whole number.
    package func integer(
        _ key: String, _ allowed: AllowedRange<Int> = .any
    ) throws(ConfigurationError) -> Int? {
        guard let value = value(key) else { return nil }
        guard case .integer(let number) = value, allowed.contains(number) else {
            throw impossible(key, value, phrase("a whole number", allowed.phrase))
        }
        return number
    }

    /// A number, whole or not.
    package func number(
        _ key: String, _ allowed: AllowedRange<Double> = .any
    ) throws(ConfigurationError) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.numberValue, number.isFinite, allowed.contains(number) else {
            throw impossible(key, value, phrase("a number", allowed.phrase))
        }
        return number
    }

    /// True or false.
    package func boolean(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .boolean(let boolean) = value else {
            throw impossible(key, value, "true or false")
        }
        return boolean
    }

    /// A string, which must not be empty.
    ///
    /// - Parameter expected: What it should be, for the error that says it is something else.
    package func string(
        _ key: String, expected: String? = nil
    ) throws(ConfigurationError) -> String? {
        guard let value = value(key) else { return nil }
        guard case .string(let string) = value, !string.isEmpty else {
            let usual = value == .string("") ? "a string that is not empty" : "a string"
            throw impossible(key, value, expected ?? usual)
        }
        return string
    }

    /// One of the values of an enumeration, by its raw value.
    package func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, of type: Choice.Type = Choice.self
    ) throws(ConfigurationError) -> Choice? {
        guard let value = value(key) else { return nil }
        if case .string(let string) = value, let choice = Choice(rawValue: string) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let quoted = names.map { "\"\($0)\"" }
        let expected =
            quoted.count < 2
            ? quoted.joined()
            : quoted.dropLast().joined(separator: ", ") + " or " + quoted[quoted.count - 1]
        var meant: String?
        if case .string(let string) = value { meant = nearest(to: string, among: names) }
        throw error(
            key, .impossible(found: value.description, expected: expected, nearest: meant))
    }

    /// A list of values of an enumeration, by their raw values, each at most once.
    package func choices<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, of type: Choice.Type = Choice.self
    ) throws(ConfigurationError) -> [Choice]? {
        guard let value = value(key) else { return nil }
        let names = Choice.allCases.map(\.rawValue)
        var result: [Choice] = []
        var seen: Set<String> = []
        for element in value.elements ?? [.null] {
            guard case .string(let name) = element, let choice = Choice(rawValue: name) else {
                let expected =
                    "a list with any of "
                    + names.map { "\"\($0)\"" }
                    .joined(separator: ", ")
                var meant: String?
                if case .string(let name) = element { meant = nearest(to: name, among: names) }
                throw error(
                    key,
                    .impossible(found: value.description, expected: expected, nearest: meant))
            }
            guard seen.insert(name).inserted else {
                throw error(key, .inconsistent("'\(name)' is listed twice"))
            }
            result.append(choice)
        }
        return result
    }

    /// A list of strings.
    package func strings(_ key: String) throws(ConfigurationError) -> [String]? {
        guard let value = value(key) else { return nil }
        var result: [String] = []
        for element in value.elements ?? [.null] {
            guard case .string(let string) = element else {
                throw impossible(key, value, "a list of strings")
            }
            result.append(string)
        }
        return result
    }

    /// A list of values of any type.
    package func array(_ key: String) throws(ConfigurationError) -> [JSONValue]? {
        guard let value = value(key) else { return nil }
        guard let elements = value.elements else { throw impossible(key, value, "a list") }
        return elements
    }

    /// A nested object; finish reading it too.
    package func object(_ key: String) throws(ConfigurationError) -> ConfigurationReader? {
        guard let value = value(key) else { return nil }
        return try ConfigurationReader(value, source: source, path: pathOf(key))
    }

    /// A list of nested objects; finish reading each.
    package func objects(_ key: String) throws(ConfigurationError) -> [ConfigurationReader]? {
        guard let elements = try array(key) else { return nil }
        var result: [ConfigurationReader] = []
        for (index, element) in elements.enumerated() {
            result.append(
                try ConfigurationReader(
                    element, source: source, path: pathOf(key) + "[\(index)]"))
        }
        return result
    }

    /// A value that must be there.
    ///
    /// - Parameter expected: What it should be, for the error that says it is missing.
    package func required<Value>(
        _ key: String, _ value: Value?, expected: String
    ) throws(ConfigurationError) -> Value {
        guard let value else { throw error(key, .missing(expected: expected)) }
        return value
    }

    private func impossible(
        _ key: String, _ value: JSONValue, _ expected: String
    ) -> ConfigurationError {
        error(key, .impossible(found: value.description, expected: expected))
    }

    private func phrase(_ noun: String, _ range: String) -> String {
        range.isEmpty ? noun : noun + " " + range
    }
}
