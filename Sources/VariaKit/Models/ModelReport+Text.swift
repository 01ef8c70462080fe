import Reporting
import Sweeping
import Transformer

extension ModelReport {
    /// A table of layers and the totals, for people.
    var text: String {
        let rows =
            [["layer", "output shape", "parameters"]]
            + layers.map { layer in
                [
                    layer.name,
                    "[" + layer.outputShape.map(String.init).joined(separator: ", ") + "]",
                    layer.parameters == 0 ? "" : Self.count(layer.parameters),
                ]
            }
        let table = TextTable(rows, left: [0, 1]).ruledLines
        return ([heading, ""] + table + ["", totals, ""] + slopeTable).joined(separator: "\n")
            + "\n"
    }

    /// Partial derivatives, and which sizes they are made of.
    private var slopeTable: [String] {
        let rows =
            [["for each unit more of", "parameters", "blocks/readout", "counted at"]]
            + slopes.map { slope in
                [
                    slope.key, slope.total.map(Self.signed) ?? "-",
                    slope.blocksToReadout.map { NumberText.significant($0, signed: true) } ?? "-",
                    Self.sizes(of: slope),
                ]
            }
        return TextTable(rows, left: [0, 3]).ruledLines
    }

    /// The sizes that a slope is made of.
    private static func sizes(of slope: ParameterSlope) -> String {
        guard slope.total != nil else { return "no other size can be" }
        let sizes = NumberText.list(slope.sizes.map(count))
        return slope.isExact ? sizes : sizes + ", where narrow layers are rounded"
    }

    /// A change of a count: a whole number where it is one.
    private static func signed(_ value: Double) -> String {
        value == value.rounded()
            ? (value < 0 ? "" : "+") + NumberText.count(value)
            : NumberText.significant(value, signed: true)
    }

    private var heading: String {
        let sizes =
            "\(variant): layers \(config.layers), heads \(config.heads), width \(config.width), "
            + "block size \(config.blockSize), vocabulary \(config.vocabulary), batch \(batch)"
        let defaults = ModelConfig().members
        let named: Set = ["layers", "heads", "width", "blockSize", "vocabulary"]
        // Also what the variant brings by itself.
        let others = config.members.sorted { $0.key < $1.key }
            .filter { !named.contains($0.key) && $0.value != defaults[$0.key] }
            .map { "\($0.key) \($0.value.text)" }
        return others.isEmpty ? sizes : sizes + "\nwith " + others.joined(separator: ", ")
    }

    private var totals: String {
        let ratio =
            parameters.blocksToReadout.map { NumberText.significant($0) }
            ?? "no parameters in the readout"
        let lines = [
            ("parameters", Self.count(parameters.total)),
            ("  embedding", Self.count(parameters.embedding)),
            ("  blocks", Self.count(parameters.blocks)),
            ("  readout", Self.count(parameters.readout)),
            ("blocks/readout", ratio),
            (
                "FLOPs per token",
                NumberText.scaled(flopsPerToken.training) + " in training, "
                    + NumberText.scaled(flopsPerToken.inference) + " in inference"
            ),
            ("peak memory", NumberText.scaled(Double(peakMemoryBytes), unit: "B") + " in training"),
        ]
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value
        }.joined(separator: "\n")
    }

    private static func count(_ value: Int) -> String { NumberText.count(Double(value)) }
}
