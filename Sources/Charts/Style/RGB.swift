import Foundation

/// A color of the sRGB space, its parts from 0 to 1.
package struct RGB: Hashable, Sendable {
    package let red: Double
    package let green: Double
    package let blue: Double

    package init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// As `0x0072B2`.
    package init(_ hex: UInt32) {
        func part(_ shift: UInt32) -> Double { Double((hex >> shift) & 0xFF) / 255 }
        self.init(red: part(16), green: part(8), blue: part(0))
    }

    /// As CSS spells it: `#0072b2`.
    package var text: String {
        let parts = [red, green, blue].map { Int((min(max($0, 0), 1) * 255).rounded()) }
        return "#" + parts.map { String(format: "%02x", $0) }.joined()
    }

    /// How bright it looks, from 0 to 1: relative luminance (WCAG 2.2).
    package var luminance: Double {
        func linear(_ part: Double) -> Double {
            part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// How well one is read on the other, from 1 to 21: the contrast ratio (WCAG 2.2).
    package func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// A share of the way to another color.
    func mixed(with other: RGB, _ share: Double) -> RGB {
        func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
        return RGB(
            red: between(red, other.red), green: between(green, other.green),
            blue: between(blue, other.blue))
    }
}
