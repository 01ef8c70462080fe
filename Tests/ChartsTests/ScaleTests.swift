import Foundation
import Testing

@testable import Charts

@Suite("Scales and ticks")
struct ScaleTests {
    private static let extents: [Extent] = {
        var extents: [Extent] = []
        for exponent in stride(from: -9.0, through: 15, by: 1.7) {
            for width in [1e-4, 0.01, 0.3, 2, 77, 1e5] {
                let low = pow(10, exponent)
                extents.append(Extent(low, low * (1 + width), kind: .logarithmic))
                extents.append(Extent(low, low * (1 + width)))
                extents.append(Extent(-low * width, low))
            }
        }
        return extents
    }()

    @Test("ticks lie within the axis, grow, and are neither too many nor too few")
    func ticks() {
        for extent in Self.extents {
            for count in 2...9 {
                let ticks = Ticks.of(extent, atMost: count)
                #expect(ticks.count <= count)
                #expect(count < 3 || ticks.count >= 1, "\(extent) \(count)")
                #expect(count < 5 || ticks.count >= 2, "\(extent) \(count)")
                #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
                let slack = 1e-6 * (extent.upper - extent.lower)
                #expect(
                    ticks.allSatisfy { $0 >= extent.lower - slack && $0 <= extent.upper + slack })
            }
        }
    }

    @Test("linear ticks are as far from each other, and on round numbers")
    func linear() {
        #expect(Ticks.of(Extent(0, 10), atMost: 6) == [0, 2, 4, 6, 8, 10])
        #expect(Ticks.of(Extent(1.93, 2.31), atMost: 5) == [2, 2.1, 2.2, 2.3000000000000003])
        #expect(Ticks.of(Extent(-0.03, 0.04), atMost: 4) == [-0.02, 0, 0.02, 0.04])
    }

    @Test("logarithmic ticks are powers of ten, with steps between them where there is room")
    func logarithmic() {
        #expect(
            Ticks.of(Extent(1e3, 1e9, kind: .logarithmic), atMost: 8)
                == [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9])
        #expect(
            Ticks.of(Extent(10, 1000, kind: .logarithmic), atMost: 7)
                == [10, 20, 50, 100, 200, 500, 1000])
    }

    @Test("the labels of ticks tell them apart")
    func labels() {
        for extent in Self.extents {
            let ticks = Ticks.of(extent, atMost: 7)
            let labels = TickText.labels(ticks, kind: extent.kind)
            #expect(Set(labels).count == ticks.count, "\(extent) \(labels)")
        }
        #expect(TickText.labels([1.5, 2, 2.5], kind: .linear) == ["1.5", "2.0", "2.5"])
        #expect(TickText.labels([0.025, 0.05], kind: .linear) == ["0.025", "0.050"])
        #expect(
            TickText.labels([4.011e12, 4.012e12], kind: .logarithmic) == ["4.011 T", "4.012 T"])
        #expect(TickText.labels([-0.02, 0, 0.02], kind: .linear) == ["−0.02", "0.00", "0.02"])
        #expect(TickText.labels([1e4, 1e6], kind: .logarithmic) == ["10 k", "1 M"])
        #expect(TickText.number(2.5e-7) == "2.5e-7")
    }

    @Test("a scale keeps order, and puts the ends of its extent at its ends")
    func order() throws {
        for extent in Self.extents {
            let scale = Scale(extent: extent, start: 300, end: 20)
            #expect(abs(try #require(scale.position(extent.lower)) - 300) < 1e-6)
            #expect(abs(try #require(scale.position(extent.upper)) - 20) < 1e-6)
            let values = (0...20).map {
                extent.lower + (extent.upper - extent.lower) * Double($0) / 20
            }
            let places = values.compactMap(scale.position)
            #expect(places.count == 21)
            #expect(zip(places, places.dropFirst()).allSatisfy { $0 > $1 })
        }
    }

    @Test("an extent holds all its values, and has a width even where they are one")
    func extents() throws {
        for values in [[1.0], [0], [-5, -5], [1, 2, 3], [1e-300], [.nan, 4]] {
            for kind in [Scale.Kind.linear, .logarithmic] {
                let shown = values.filter(kind.shows)
                let extent = Extent(values, kind: kind)
                #expect((extent == nil) == shown.isEmpty)
                guard let extent else { continue }
                #expect(extent.lower < extent.upper)
                #expect(shown.allSatisfy { extent.lower <= $0 && $0 <= extent.upper })
            }
        }
    }
}
