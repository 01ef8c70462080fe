import Foundation
import Reporting
import Testing

@Suite("Power laws")
struct PowerLawTests {
    @Test("the exponent of an exact law is found, whatever its factor", arguments: [-1, 0, 0.5, 2])
    func exact(exponent: Double) throws {
        let law = try #require(
            PowerLaw([32, 64, 128, 1024].map { (x: $0, y: 7 * pow($0, exponent)) }))
        #expect(abs(law.exponent - exponent) < 1e-12 && abs(law.rSquared - 1) < 1e-12)
    }

    @Test("measurements beside the law have the least squares' slope")
    func fit() throws {
        // By the sums of squares and products of the logarithms, in Python.
        let law = try #require(PowerLaw([(32, 3), (64, 4), (128, 9), (256, 20)]))
        #expect(abs(law.exponent - 0.9380821783940932) < 1e-12)
        #expect(abs(law.rSquared - 0.9637199657718759) < 1e-12)
    }

    @Test("one place, and values that have no logarithm, give no law")
    func none() {
        #expect(PowerLaw([]) == nil && PowerLaw([(2, 3)]) == nil)
        #expect(PowerLaw([(2, 3), (2, 4)]) == nil)
        #expect(PowerLaw([(2, 3), (4, 0)]) == nil && PowerLaw([(0, 3), (4, 1)]) == nil)
    }
}
