import CKernels
import Testing

@Suite("Gathering, scattering and running sums")
struct KernelsGatherTests {
    private let table = (0..<35).map { Float($0) }  // 7 rows of 5

    @Test("Rows are fetched by their index")
    func gather() {
        let index: [Float] = [6, 0, 3, 3]
        var out = [Float](repeating: -1, count: 20)
        #expect(varia_gather(&out, table, index, 4, 7, 5) == -1)
        for (position, row) in index.enumerated() {
            let begin = Int(row) * 5
            #expect(
                Array(out[(position * 5)..<(position * 5 + 5)]) == Array(table[begin..<(begin + 5)])
            )
        }
    }

    @Test(
        "An index that names no row is reported by its position",
        arguments: [7, -1, 0.5, .nan, .infinity, -.infinity, 1e30] as [Float])
    func invalidIndex(bad: Float) {
        var out = [Float](repeating: -1, count: 15)
        #expect(varia_gather(&out, table, [1, 2, bad], 3, 7, 5) == 2)
        var sums = [Float](repeating: -1, count: 35)
        #expect(
            varia_scatter_add(&sums, [Float](repeating: 1, count: 15), [bad, 2, 1], 3, 7, 5) == 0)
    }

    @Test("Rows of the same index are summed, and rows without one are zero")
    func scatter() {
        var out = [Float](repeating: -1, count: 35)
        let values = (0..<20).map { Float($0) }
        #expect(varia_scatter_add(&out, values, [2, 5, 2, 2], 4, 7, 5) == -1)
        for column in 0..<5 {
            #expect(out[10 + column] == values[column] + values[10 + column] + values[15 + column])
            #expect(out[25 + column] == values[5 + column])
            #expect(out[column] == 0)
        }
    }

    @Test(
        "Running sums go along the middle axis, from either end", arguments: [false, true], [1, 6])
    func cumulativeSum(reversed: Bool, inner: Int) {
        let (outer, length) = (3, 11)
        let values = (0..<(outer * length * inner)).map { Float($0 % 13) - 6 }
        var found = values
        varia_cumulative_sum(
            &found, values, Int64(outer), Int64(length), Int64(inner), reversed)
        for o in 0..<outer {
            for i in 0..<inner {
                var sum: Float = 0
                for step in 0..<length {
                    let position = reversed ? length - 1 - step : step
                    let at = (o * length + position) * inner + i
                    sum += values[at]
                    #expect(found[at] == sum)
                }
            }
        }
    }
}
