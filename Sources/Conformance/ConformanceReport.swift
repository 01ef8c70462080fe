/// What the checks of one variant found.
package struct ConformanceReport: Hashable, Sendable, Codable {
    package let variant: String
    package let findings: [Finding]
    /// Whether every finding passed.
    package let passed: Bool

    init(variant: String, findings: [Finding]) {
        self.variant = variant
        self.findings = findings
        passed = findings.allSatisfy(\.passed)
    }

    /// The findings that did not pass.
    package var failures: [Finding] { findings.filter { !$0.passed } }
}

extension ConformanceReport: CustomStringConvertible {
    /// A line for the variant, one for each check that passed everywhere, and one for each failure.
    package var description: String {
        var lines = ["\(variant): " + (passed ? "conforms" : "does not conform")]
        for check in Check.allCases {
            let findings = findings.filter { $0.check == check }
            guard !findings.isEmpty else { continue }
            let failures = findings.filter { !$0.passed }
            if failures.isEmpty { lines.append("  pass  \(check.claim)\(Self.facts(findings))") }
            for failure in failures {
                let place = failure.size.map { "At \($0): " } ?? ""
                lines.append("  FAIL  \(check.rawValue). \(place)\(failure.sentence)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func facts(_ findings: [Finding]) -> String {
        guard findings.count > 1 else { return ": " + findings[0].sentence }
        let reservations = Set(findings.compactMap(\.reservation)).sorted().map { ", " + $0 }
        return ", at \(findings.count) sizes" + reservations.joined()
    }
}
