import Reporting
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
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let gaps = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) }
            return row[0] + gaps[0] + "  " + row[1] + gaps[1] + "  " + gaps[2] + row[2]
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        let table = [line(rows[0]), rule] + rows.dropFirst().map(line)
        return ([heading, ""] + table + ["", totals]).joined(separator: "\n") + "\n"
    }

    private var heading: String {
        "\(variant): layers \(config.layers), heads \(config.heads), width \(config.width), "
            + "block size \(config.blockSize), vocabulary \(config.vocabulary), batch \(batch)"
    }

    private var totals: String {
        let ratio =
            parameters.blocksToReadout.map { NumberText.ratio($0) }
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
