import Charts
import Foundation
import Sweeping
import Transformer

extension SweepReport {
    /// Where the sweep ran, and how to run it again.
    var environmentSection: ReportSection {
        let rows = environment.map { name, value -> Markup in
            "<div><dt>\(name)</dt><dd>\(value)</dd></div>"
        }
        let spec = specText
        let file = specName + ".json5"
        return ReportSection(
            "environment", "Environment and how to run it again",
            [
                .markup(#"<dl class="facts plain">\#(rows)</dl>"#),
                .paragraph("Save the spec below as <code>\(file)</code>, and run"),
                .markup("<pre class=\"command\"><code>\(command)</code></pre>"),
                .markup(
                    #"""
                    <p><a download="\#(file)" href="data:application/json;charset=utf-8,\#
                    \#(Self.percentEncoded(spec))">Save the spec</a>, as it was resolved: the \#
                    overrides of the command line are in it.</p>\#
                    <details><summary>The spec</summary><pre>\#(spec)</pre></details>
                    """#),
            ])
    }

    /// The command line that runs the sweep again.
    var command: String {
        "varia sweep \(specName).json5 --out Results/\(specName)"
    }

    /// The sweep's name, of what every shell takes for one word.
    private var specName: String {
        let kept = manifest.name.map { character -> Character in
            character.isASCII
                && (character.isLetter || character.isNumber || "-_.".contains(character))
                ? character : "-"
        }
        let name = String(kept.drop { $0 == "-" || $0 == "." })
        return name.isEmpty ? "sweep" : name
    }

    private var specText: String {
        (try? JSONText.page(manifest.spec)).map { String(decoding: $0, as: UTF8.self) }
            ?? manifest.spec.description
    }

    private static func percentEncoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private var environment: [(String, String)] {
        let machine = manifest.machine
        let runs = trials.compactMap(\.run)
        var facts: [(String, String)] = [
            ("Varia", "\(manifest.version), results of version \(manifest.resultVersion)"),
            ("started on", "\(machine.host), \(machine.system)"),
            ("cores", "\(machine.cores)"), ("instruction set", machine.instructionSet),
        ]
        let hosts = Set(runs.map(\.host)).sorted()
        if hosts.count > 1 { facts.append(("trials ran on", NumberText.list(hosts))) }
        let precisions = Set(runs.compactMap(\.precision)).sorted()
        if !precisions.isEmpty { facts.append(("precision", NumberText.list(precisions))) }
        for data in manifest.data {
            let test = data.testTokens.map { ", \(NumberText.count(Double($0))) of test" } ?? ""
            facts.append(
                (
                    "corpus \(data.corpus)",
                    "\(NumberText.count(Double(data.trainTokens))) tokens of training, "
                        + "\(NumberText.count(Double(data.validationTokens))) of validation\(test); "
                        + "vocabulary \(NumberText.count(Double(data.vocabulary))); "
                        + "hash \(data.hash.prefix(12))"
                ))
        }
        facts.append(("folder", folder))
        return facts
    }
}
