import Tensors
import TestSupport
import Testing

@Suite("Dropout")
struct DropoutTests {
    private func mask(rate: Double, site: String, seed: UInt64, step: UInt64) throws -> [Double] {
        let trace = ConcreteTrace()
        let ones = trace.builder.constant(1).broadcast(to: [100, 100])
        return try trace.value(of: ones.dropout(rate: rate, site: site), seed: seed, step: step)
    }

    @Test("Elements are dropped at the rate, and the others keep the mean", arguments: [0.1, 0.5])
    func rate(rate: Double) throws {
        let values = try mask(rate: rate, site: "a", seed: 1, step: 1)
        let dropped = values.filter { $0 == 0 }.count
        // Five standard deviations of a binomial.
        #expect(abs(Double(dropped) / 1e4 - rate) < 5 * (rate * (1 - rate) / 1e4).squareRoot())
        #expect(Set(values) == [0, 1 / (1 - rate)])
    }

    @Test("Seed, step and site each choose another mask, and nothing else does")
    func keys() throws {
        let reference = try mask(rate: 0.5, site: "a", seed: 1, step: 1)
        #expect(try mask(rate: 0.5, site: "a", seed: 1, step: 1) == reference)
        for other in [
            try mask(rate: 0.5, site: "b", seed: 1, step: 1),
            try mask(rate: 0.5, site: "a", seed: 2, step: 1),
            try mask(rate: 0.5, site: "a", seed: 1, step: 2),
        ] {
            let same = zip(reference, other).filter { $0 == $1 }.count
            #expect(abs(same - 5000) < 250)
        }
    }

    @Test("The gradient passes the same mask")
    func gradient() throws {
        let trace = ConcreteTrace()
        let x = trace.parameter([4, 9])
        let y = x.dropout(rate: 0.5, site: "a")
        let gradient = trace.builder.gradients(of: y.sum().reshaped(), by: [x])[0]
        #expect(try trace.value(of: gradient * x) == trace.value(of: y))
    }

    @Test("Rate 0 is no node at all; a rate outside 0..<1 is refused", arguments: [-0.1, 1, .nan])
    func limits(rate: Double) throws {
        let trace = ConcreteTrace()
        let x = trace.parameter([4])
        #expect(x.dropout(rate: 0, site: "a").id == x.id)
        let dropped = x.dropout(rate: rate, site: "a")
        #expect(throws: TraceError.self) { try trace.value(of: dropped) }
    }
}
