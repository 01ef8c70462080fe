import Reporting
import Testing

@Suite struct SparklineTests {
    @Test func `each value has its block, the least the lowest`() {
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([7, 0], width: 8) == "█▁")
        #expect(Sparkline.text([-1, 0, 1], width: 8) == "▁▅█")
    }

    @Test func `a value that is not there leaves a gap`() {
        #expect(Sparkline.text([1, nil, 2], width: 8) == "▁ █")
        #expect(Sparkline.text([1, .nan, 2, .infinity], width: 8) == "▁ █ ")
        #expect(Sparkline.text([nil, nil], width: 8) == "  ")
        #expect(Sparkline.text([], width: 8).isEmpty)
        #expect(Sparkline.text([1, 2], width: 0).isEmpty)
    }

    @Test func `a level curve is neither high nor low`() {
        #expect(Sparkline.text([2, 2, 2], width: 8) == "▄▄▄")
        #expect(Sparkline.text([0.5], width: 8) == "▄")
    }

    @Test func `a log axis shows factors as steps of one height`() {
        #expect(Sparkline.text([1, 10, 100], width: 8) == "▁▁█")
        #expect(Sparkline.text([1, 10, 100], width: 8, log: true) == "▁▅█")
        #expect(Sparkline.text([0, 1, -2, 10], width: 8, log: true) == " ▁ █")
    }

    @Test(arguments: 1...20)
    func `more values than columns share them`(width: Int) {
        let falling = (0..<1000).map { 1 - Double($0) / 1000 }
        let text = Sparkline.text(falling, width: width)
        #expect(text.count == width)
        #expect(text.sorted(by: >) == Array(text))
        if width > 1 { #expect(text.first == "█" && text.last == "▁") }
    }

    @Test func `a column is the mean of its values, gaps left out`() {
        #expect(Sparkline.text([0, 0, 3, 5, 8, nil, nil, nil], width: 4) == "▁▅█ ")
    }

    @Test func `curves of one range can be compared`() {
        #expect(Sparkline.text([1, 2], width: 8, within: 1...5) == "▁▃")
        #expect(Sparkline.text([0, 9], width: 8, within: 1...5) == "▁█")
        #expect(Sparkline.text([10], width: 8, log: true, within: 1...100) == "▅")
    }

    @Test func `extremes stay in range`() {
        let greatest = Double.greatestFiniteMagnitude
        #expect(Sparkline.text([-greatest, 0, greatest], width: 8) == "▁▅█")
        #expect(Sparkline.text([greatest, greatest, -greatest, -greatest], width: 2) == "█▁")
    }
}
