@testable import Sweeping
import TestSupport
import Testing

@Suite("The search for a width")
struct WidthSearchTests {
    /// The best of all widths, without any cleverness.
    private func bestOfAll(
        _ search: WidthSearch, _ ratio: (Int) -> Double?
    ) -> Int? {
        var best: (miss: Double, width: Int)?
        for width in stride(from: search.step, through: search.largest, by: search.step) {
            guard let miss = ratio(width).map({ abs($0 - 1) }) else { continue }
            if best.map({ miss < $0.miss }) ?? true { best = (miss, width) }
        }
        return best?.width
    }

    @Test("finds the best of all widths where costs grow, from any guess, and asks for few")
    func growing() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let step = Int.random(in: 1...8, using: &generator)
            let square = Double.random(in: 0...4, using: &generator)
            let line = Double.random(in: 0.1...50, using: &generator)
            let wanted = Double.random(in: 1...1e6, using: &generator)
            let ratio = { (width: Int) -> Double? in
                (square * Double(width * width) + line * Double(width)) / wanted
            }
            let search = WidthSearch(step: step, largest: 2_000, neighborhood: 2)
            let guess = Int.random(in: 1...2_000, using: &generator)
            var asked = 0
            let found = search.best(from: guess) { width in
                asked += 1
                return ratio(width)
            }
            #expect(found == bestOfAll(search, ratio))
            #expect(asked < 40)
        }
    }

    @Test("passes over widths that cannot be")
    func refused() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<300 {
            let divisor = Int.random(in: 1...24, using: &generator)
            let wanted = Double.random(in: 10...60_000, using: &generator)
            let ratio = { (width: Int) -> Double? in
                width.isMultiple(of: divisor) ? Double(width * width) / wanted : nil
            }
            let search = WidthSearch(step: 2, largest: 512, neighborhood: 1)
            let guess = Int.random(in: 1...512, using: &generator)
            #expect(search.best(from: guess, ratio: ratio) == bestOfAll(search, ratio))
        }
    }

    @Test("looks around where the cost is crossed, as a wider model may be the cheaper one")
    func uneven() {
        // As where a processor's vectors hold 4 numbers: widths between cost as much as more.
        let ratio = { (width: Int) -> Double? in
            (Double(width) + (width.isMultiple(of: 4) ? 0 : 2.6)) / 40
        }
        let search = WidthSearch(step: 1, largest: 100, neighborhood: 4)
        #expect(search.best(from: 20, ratio: ratio) == 40)
        #expect(search.best(from: 60, ratio: ratio) == 40)
    }

    @Test("takes the smaller of two widths that are equally near")
    func ties() {
        let search = WidthSearch(step: 10, largest: 100, neighborhood: 2)
        for guess in [10, 50, 60, 100] {
            #expect(
                search.best(from: guess) { $0 < 50 ? 0.25 : $0 == 50 ? 0.75 : $0 == 60 ? 1.25 : 2 }
                    == 50)
        }
    }

    @Test("takes an end where every width is too dear or too cheap")
    func ends() {
        let search = WidthSearch(step: 4, largest: 64, neighborhood: 2)
        #expect(search.best(from: 32) { Double($0) } == 4)
        #expect(search.best(from: 32) { Double($0) / 1_000 } == 64)
    }

    @Test("finds nothing where no width can be")
    func none() {
        let search = WidthSearch(step: 4, largest: 64, neighborhood: 2)
        #expect(search.best(from: 32) { _ in nil } == nil)
    }
}
