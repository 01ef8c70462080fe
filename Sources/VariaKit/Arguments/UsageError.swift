/// A command line that cannot be carried out as it stands. Varia then ends with status 2.
package enum UsageError: Error, Hashable {
    case unknownCommand(String, nearest: String?)
    case unknownOption(String, command: String, nearest: String?)
    case missingValue(option: String, value: String)
    case valueForFlag(option: String, value: String)
    case repeated(option: String)
    case missingOperand(String, command: String)
    case surplusOperand(String, command: String)
    /// A value that an option or an operand does not take.
    case badValue(option: String, found: String, expected: String, hint: String = "")
    /// A value that another part of Varia refused, with the sentence that it gave.
    case refused(String)
}

extension UsageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownCommand(let name, let nearest):
            "There is no command '\(name)'.\(Self.suggestion(nearest))"
                + " `varia --help` lists the commands."
        case .unknownOption(let name, let command, let nearest):
            "'varia \(command)' has no option '\(name)'.\(Self.suggestion(nearest))"
                + " `varia \(command) --help` lists the options."
        case .missingValue(let option, let value):
            "The option \(option) needs a value: \(option) \(value)."
        case .valueForFlag(let option, let value):
            "The option \(option) takes no value, but '\(value)' was given."
        case .repeated(let option):
            "The option \(option) was given more than once, but it takes one value."
        case .missingOperand(let operand, let command):
            "'varia \(command)' needs \(operand). `varia \(command) --help` says more."
        case .surplusOperand(let found, let command):
            "'varia \(command)' cannot make use of '\(found)'. `varia \(command) --help` says more."
        case .badValue(let option, let found, let expected, let hint):
            (option.hasPrefix("-") ? "The option " : "The argument ")
                + "\(option) takes \(expected), but '\(found)' was given\(hint)."
        case .refused(let sentence): sentence
        }
    }

    private static func suggestion(_ nearest: String?) -> String {
        nearest.map { " Did you mean '\($0)'?" } ?? ""
    }
}
