import Reporting
import Testing

@Suite("Numbers as people read them")
struct NumberTextTests {
    @Test("thousands are separated")
    func counts() {
        #expect(NumberText.count(10_745_088) == "10,745,088")
        #expect(NumberText.count(999) == "999")
        #expect(NumberText.count(-1234.4) == "-1,234")
    }

    @Test("a difference has a sign, and none of its zeros is negative")
    func differences() {
        #expect(NumberText.difference(0.01234) == "+0.0123")
        #expect(NumberText.difference(-0.01234) == "-0.0123")
        #expect(NumberText.difference(-0.00001) == "+0.0000")
    }

    @Test("shares of one whole never seem to be more than it")
    func percents() {
        #expect(NumberText.percents([0.998, 0, 0.002]) == ["99.8%", "0.0%", "0.2%"])
        #expect(NumberText.percents([1, 0]) == ["100%", "0.0%"])
        #expect(NumberText.percents([0.9999, 0.0001]) == ["100%", "0.0%"])
        #expect(NumberText.percents([0.956, 0.044]) == ["95.6%", "4.4%"])
        #expect(NumberText.percents([0.5, 0.25, 0.25]) == ["50%", "25%", "25%"])
        #expect(NumberText.percents([]) == [])
        for first in stride(from: 0.0, through: 1, by: 0.0007) {
            for part in [0.1, 0.37, 0.5] {
                let rest = 1 - first
                let texts = NumberText.percents([first, part * rest, (1 - part) * rest])
                let sum = texts.compactMap { Double($0.dropLast()) }.reduce(0, +)
                #expect(sum < 100 + 1e-9 && sum > 98.5, "\(texts)")
            }
        }
    }

    @Test("a ratio has about three figures, also where it is small")
    func ratios() {
        #expect(NumberText.ratio(255.4) == "255")
        #expect(NumberText.ratio(26.64) == "26.6")
        #expect(NumberText.ratio(0.5154) == "0.52")
        #expect(NumberText.ratio(0.0087378) == "0.00874")
        #expect(NumberText.ratio(0) == "0.00")
        #expect(NumberText.significant(-2.666e-7, signed: true) == "-2.67e-07")
        #expect(NumberText.significant(-0.000034) == "-0.0000340")
        #expect(NumberText.significant(1234) == "1234")
        #expect(NumberText.significant(0, signed: true) == "+0")
        #expect(NumberText.significant(0.0087378, signed: true) == "+0.00874")
    }

    @Test("large counts have a prefix and about three figures")
    func scaled() {
        #expect(NumberText.scaled(999) == "999")
        #expect(NumberText.scaled(999.7) == "1.0 k")
        #expect(NumberText.scaled(28_000_000, unit: "B") == "28.0 MB")
        #expect(NumberText.scaled(123_456_789) == "123 M")
    }
}
