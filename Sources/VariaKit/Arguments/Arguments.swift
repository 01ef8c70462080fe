import Sweeping
import Transformer

/// A command line, read by the facts of its command.
package struct Arguments: Sendable {
    private let usage: CommandUsage
    private var options: [CommandOption: [String]] = [:]
    /// The arguments that are no options, in order.
    package private(set) var operands: [String] = []

    /// - Parameter words: what follows the command's name.
    /// - Throws: `UsageError`.
    package init(_ words: [String], usage: CommandUsage) throws {
        self.usage = usage
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            try readOption(word, &rest)
        }
        if !has(.help) { try countOperands() }
    }

    private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0] == "-h" ? CommandOption.help.name : String(parts[0])
        guard let option = usage.options.first(where: { $0.name == name }) else {
            throw UsageError.unknownOption(
                name, command: usage.name,
                nearest: nearest(to: name, among: usage.options.map(\.name)))
        }
        let attached = parts.count == 2 ? String(parts[1]) : nil
        if !option.repeats, options[option] != nil, option.value != nil {
            throw UsageError.repeated(option: name)
        }
        guard let value = option.value else {
            if let attached { throw UsageError.valueForFlag(option: name, value: attached) }
            options[option] = []
            return
        }
        guard let given = attached ?? rest.popFirst() else {
            throw UsageError.missingValue(option: name, value: value)
        }
        guard !option.isPath || !given.isEmpty else {
            throw UsageError.badValue(
                option: name, found: given, expected: "\(value), which is not empty")
        }
        options[option, default: []].append(given)
    }

    private func countOperands() throws {
        var left = operands.count
        for operand in usage.operands {
            guard left >= operand.count.lowerBound else {
                throw UsageError.missingOperand(operand.name, command: usage.name)
            }
            let place = operands.count - left
            let count = min(left, operand.count.upperBound)
            guard !operands[place..<place + count].contains("") else {
                throw UsageError.badValue(
                    option: operand.name, found: "", expected: "what is not empty")
            }
            left -= count
        }
        if left > 0 {
            throw UsageError.surplusOperand(operands[operands.count - left], command: usage.name)
        }
    }

    /// Whether an option was given.
    package func has(_ option: CommandOption) -> Bool { options[option] != nil }

    /// An option's value; nil where it was not given.
    package func value(_ option: CommandOption) -> String? { options[option]?.last }

    /// Every value of an option that repeats, in order.
    package func values(_ option: CommandOption) -> [String] { options[option] ?? [] }

    /// An option's value as a whole number of a range.
    package func integer(_ option: CommandOption, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let expected =
                range.upperBound == .max
                ? "a whole number of \(range.lowerBound) or more"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw UsageError.badValue(option: option.name, found: text, expected: expected)
        }
        return number
    }

    /// How many threads are to share a trial's work.
    package func threads() throws -> Int { try integer(.threads, in: 1...1024) ?? 1 }

    /// How often a trial whose process crashes is to be tried again.
    package func retries() throws -> Int { try integer(.retries, in: 0...1000) ?? 2 }

    /// An option's value as the words of a command line; none where it was not given.
    package func words(_ option: CommandOption) throws -> [String] {
        guard let text = value(option) else { return [] }
        guard let words = ShellWords.split(text) else {
            throw UsageError.badValue(
                option: option.name, found: text,
                expected: "the words of a command line, whose quotation marks are closed")
        }
        return words
    }

    /// An option's value as a number that meets a condition, which `expected` words.
    package func number(
        _ option: CommandOption, _ expected: String, where condition: (Double) -> Bool
    ) throws -> Double? {
        guard let text = value(option) else { return nil }
        guard let number = Double(text), number.isFinite, condition(number) else {
            throw UsageError.badValue(option: option.name, found: text, expected: expected)
        }
        return number
    }

    /// An option's value as a list of some words, with commas between them, each at most once.
    package func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ option: CommandOption, as type: Choice.Type = Choice.self
    ) throws -> [Choice]? {
        guard let text = value(option) else { return nil }
        let known = Choice.allCases.map(\.rawValue)
        var result: [Choice] = []
        var seen: Set<String> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard let choice = Choice(rawValue: word) else {
                let hint = nearest(to: word, among: known).map { "; the nearest is '\($0)'" }
                throw UsageError.badValue(
                    option: option.name, found: word,
                    expected: "a list of any of \(known.joined(separator: ", "))",
                    hint: hint ?? "")
            }
            guard seen.insert(word).inserted else {
                throw UsageError.refused("The option \(option.name) names '\(word)' twice.")
            }
            result.append(choice)
        }
        return result
    }

    /// An option's value as one of some words.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ option: CommandOption, as type: Choice.Type = Choice.self
    ) throws -> Choice? {
        guard let text = value(option) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError.badValue(
                option: option.name, found: text, expected: "one of \(words)")
        }
        return choice
    }
}
