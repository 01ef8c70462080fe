import Foundation

/// A number with two decimals and its power of ten, such as 3.14e-05.
func scientific(_ value: Double) -> String { String(format: "%.2e", value) }

/// A number with enough digits to tell two apart that differ by a part in a billion.
func precise(_ value: Double) -> String { String(format: "%.9g", value) }
