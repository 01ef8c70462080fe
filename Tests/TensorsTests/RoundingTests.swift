import Tensors
import TestSupport
import Testing

@Suite("Rounding to bfloat16")
struct RoundingTests {
    private func rounded(_ x: Double) -> Double { Unary.bfloat16(x) }

    @Test("keeps numbers of 8 significant bits, and takes others to the nearest")
    func nearest() {
        for x in [0, 1, -1.5, 255, 0x1.FEp127, 0x1p-126, 0x1p-133, -0x1.FEp-20] {
            #expect(rounded(x) == x)
        }
        #expect(rounded(1.003) == 1 && rounded(1.005) == 1.0078125)
        #expect(rounded(-3.14159) == -3.140625)
    }

    @Test("takes ties to the even one")
    func ties() {
        #expect(rounded(1 + 0x1p-8) == 1 && rounded(1 + 0x3p-8) == 1 + 0x1p-6)
        #expect(rounded(-1 - 0x1p-8) == -1)
        // Between the numbers of a Float, the last bit of a Double decides.
        #expect(rounded((1 + 0x1p-8).nextUp) == 1 + 0x1p-7)
        #expect(rounded(0x1p-134) == 0 && rounded(0x3p-134) == 0x1p-132)
    }

    @Test("keeps zeros' signs, infinities and NaN, and is infinite past the greatest")
    func special() {
        #expect(rounded(-0.0).sign == .minus && rounded(-1e-300).sign == .minus)
        #expect(rounded(.infinity) == .infinity && rounded(-.infinity) == -.infinity)
        #expect(rounded(.nan).isNaN)
        #expect(rounded(0x1.FEFFp127) == 0x1.FEp127)
        #expect(rounded(0x1.FFp127) == .infinity && rounded(-1e300) == -.infinity)
    }

    @Test("lets gradients through as they are")
    func gradient() throws {
        let trace = ConcreteTrace()
        let x = trace.parameter([1.003, -2.7], [2])
        let loss = (trace.builder.apply(.unary(.bfloat16), [x]) * x).sum()
        // By x, rounded and not: the rounding counts as the identity.
        let gradient = try trace.gradients(of: loss, by: x)[0]
        #expect(gradient == [1.003 + rounded(1.003), -2.7 + rounded(-2.7)])
    }

    @Test("of what is rounded is nothing new")
    func idempotent() {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [2], initializer: .ones)
        let once = builder.apply(.unary(.bfloat16), [x])
        #expect(builder.apply(.unary(.bfloat16), [once]).id == once.id)
    }
}
