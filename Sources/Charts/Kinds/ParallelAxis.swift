/// One axis of parallel coordinates.
package struct ParallelAxis: Hashable, Sendable {
    package let title: String
    package let content: Content

    /// What lies along an axis.
    package enum Content: Hashable, Sendable {
        case numbers(Scale.Kind, extent: ClosedRange<Double>)
        /// Names, from the top to the bottom.
        case names([String])
    }

    /// Where a trial lies on an axis.
    package enum Value: Hashable, Sendable {
        case number(Double)
        case name(String)
    }

    /// An axis of names.
    package init(_ title: String, names: [String]) {
        self.title = title
        content = .names(names)
    }

    /// An axis of numbers, none of which may be infinite; as names where they are all the same.
    package init(_ title: String, numbers: [Double], kind: Scale.Kind = .linear) {
        self.title = title
        let shown = numbers.filter(kind.shows)
        if let least = shown.min(), let greatest = shown.max(), least < greatest {
            content = .numbers(kind, extent: least...greatest)
        } else {
            content = .names(shown.first.map { [TickText.number($0)] } ?? [])
        }
    }
}

extension ParallelAxis {
    /// An axis with its place in a drawing.
    struct Layout {
        let axis: ParallelAxis
        let x: Double
        let top, bottom: Double
        /// How wide its names may be.
        let room: Double

        private var scale: Scale? {
            guard case .numbers(let kind, let extent) = axis.content else { return nil }
            return Scale(
                extent: Extent(extent.lowerBound, extent.upperBound, kind: kind),
                start: bottom, end: top)
        }

        /// The pixel of a value.
        ///
        /// - Parameter spread: From -0.5 to 0.5: where among the lines of one name this one lies, so
        ///   that they do not hide each other.
        func position(of value: Value?, spread: Double) -> Double? {
            switch (axis.content, value) {
            case (.numbers, .number(let number)): return scale?.position(number)
            case (.names(let names), .name(let name)):
                guard let index = names.firstIndex(of: name) else { return nil }
                return middle(index, of: names.count) + spread * min(18, 0.6 * step(names.count))
            case (.names(let names), .number):
                return names.count == 1 ? middle(0, of: 1) + spread * 18 : nil
            default: return nil
            }
        }

        private func step(_ count: Int) -> Double {
            (bottom - top) / Double(max(1, count))
        }

        private func middle(_ index: Int, of count: Int) -> Double {
            top + step(count) * (Double(index) + 0.5)
        }

        /// The line, its title above and its names or numbers beside it.
        var markup: Markup {
            let titles = Array(TextWidth.lines(axis.title, width: room).prefix(2))
            let words = titles.enumerated().map { index, line -> Markup in
                let y = top - 12 - 15 * Double(titles.count - 1 - index)
                let text = TextWidth.truncated(line, to: room + 8)
                return #"<text class="middle strong" x="\#(x)" y="\#(y)">\#(text)</text>"#
            }
            return #"""
                <path class="axis" d="M\#(x) \#(bottom)V\#(top)"/>\#(words)\#(labels)
                """#
        }

        private var labels: [Markup] {
            switch axis.content {
            case .names(let names):
                // More names than there is room for would cover each other.
                let every = max(1, Int((16 / step(names.count)).rounded(.up)))
                return names.enumerated().filter { $0.offset % every == 0 }.map { index, name in
                    label(name, at: middle(index, of: names.count))
                }
            case .numbers(let kind, _):
                guard let scale else { return [] }
                let ticks = Ticks.of(scale.extent, atMost: 7)
                return zip(ticks, TickText.labels(ticks, kind: kind)).map { tick, label in
                    self.label(label, at: scale.position(tick) ?? bottom)
                }
            }
        }

        private func label(_ text: String, at y: Double) -> Markup {
            let short = TextWidth.truncated(text, to: room - 6)
            return #"""
                <text class="halo muted" x="\#(x + 6)" y="\#(y + 4)">\#(short)</text>
                """#
        }
    }
}
