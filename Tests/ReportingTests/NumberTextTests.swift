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
