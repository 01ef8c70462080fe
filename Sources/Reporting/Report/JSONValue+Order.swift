import Sweeping
import Transformer

extension JSONValue {
    /// Whether a value stands before another along an axis: numbers by their size, and before
    /// everything else.
    static func isBefore(_ a: JSONValue, _ b: JSONValue) -> Bool {
        switch (a.numberValue, b.numberValue) {
        case (let a?, let b?): a < b
        case (nil, nil): a.text < b.text
        case (let a, _): a != nil
        }
    }
}
