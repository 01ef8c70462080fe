/// Text of SVG or HTML, safe by construction: what is interpolated into a literal is escaped,
/// unless it is markup itself.
///
///     let name = "a < b"
///     let title: Markup = "<title>\(name)</title>"    // <title>a &lt; b</title>
package struct Markup: Hashable, Sendable {
    /// The text, to be written as it is.
    package private(set) var text: String

    /// No text.
    package init() { text = "" }

    /// Takes text for markup without looking at it: for what this program has written itself, such
    /// as a style sheet.
    package init(trusted text: String) { self.text = text }

    /// Appends markup in place.
    package static func += (left: inout Markup, right: Markup) { left.text += right.text }

    /// One after the other.
    package static func + (left: Markup, right: Markup) -> Markup {
        Markup(trusted: left.text + right.text)
    }

    package var isEmpty: Bool { text.isEmpty }
}

extension Markup: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { text = value }

    package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Collects the parts of a literal.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 12 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Text of anybody, escaped.
        package mutating func appendInterpolation(_ value: String) {
            text += EscapedText.of(value)
        }

        /// Markup as it is.
        package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        /// Pieces of markup, one after the other.
        package mutating func appendInterpolation(_ markup: [Markup]) {
            for piece in markup { text += piece.text }
        }

        /// A coordinate in pixels, with one decimal at most.
        package mutating func appendInterpolation(_ value: Double) {
            text += Coordinate.text(value)
        }

        package mutating func appendInterpolation(_ value: Int) { text += String(value) }
    }
}

extension [Markup] {
    /// One after the other.
    package var joined: Markup { Markup(trusted: map(\.text).joined()) }
}
