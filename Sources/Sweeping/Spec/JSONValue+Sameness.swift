package import Transformer

extension JSONValue {
    /// Equal, where 1 and 1.0 are.
    package func isSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
            Double(whole) == number
        case (.array(let mine), .array(let others)):
            mine.count == others.count && zip(mine, others).allSatisfy { $0.isSame(as: $1) }
        default: self == other
        }
    }
}
