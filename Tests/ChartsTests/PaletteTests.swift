import Testing

@testable import Charts

@Suite("Colors of charts")
struct PaletteTests {
    @Test("marks stand out from their page by 3 to 1, words by 4.5 to 1 (WCAG 2.2)")
    func contrast() {
        for palette in [Palette.light, .dark] {
            for color in palette.series {
                #expect(color.contrast(with: palette.page) >= 3, "\(color.text)")
            }
            let words = [
                palette.ink, palette.muted, palette.better, palette.worse, palette.equivalent,
                palette.undecided,
            ]
            for color in words {
                #expect(color.contrast(with: palette.page) >= 4.5, "\(color.text)")
            }
        }
    }

    @Test("the contrast of black on white is 21, of a color with itself 1")
    func extremes() {
        #expect(abs(RGB(0x000000).contrast(with: RGB(0xFFFFFF)) - 21) < 1e-9)
        #expect(RGB(0x0072B2).contrast(with: RGB(0x0072B2)) == 1)
        #expect(RGB(0x0072B2).text == "#0072b2")
    }

    @Test("the number in every cell of a heat map can be read")
    func cells() {
        for ramp in [ColorRamp.sequential, .diverging(center: 0), .diverging(center: 0.9)] {
            for step in 0...100 {
                let value = -1 + 0.02 * Double(step)
                let colors = ramp.colors(of: value, from: -1, to: 1)
                #expect(colors.text.contrast(with: colors.fill) >= 4.5, "\(ramp) \(value)")
            }
        }
    }

    @Test("series beyond the last color come with dashes, so that no two look the same")
    func series() {
        let looks = (0...21).map { SeriesStyle($0).colorClass + SeriesStyle($0).dashClass }
        #expect(Set(looks).count == 22)
        #expect(SeriesStyle(0).colorClass == "s0")
    }
}
