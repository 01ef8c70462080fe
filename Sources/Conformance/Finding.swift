/// What one check found, at one size or over all.
package struct Finding: Hashable, Sendable, Codable {
    package let check: Check
    package let passed: Bool
    /// Where it was looked for; nil for a check over all sizes.
    package let size: String?
    /// What was found, with its facts.
    package let sentence: String
    /// A clause on how it passed, where that is not as usual.
    package let reservation: String?

    init(
        _ check: Check, passed: Bool, size: CheckSize? = nil, _ sentence: String,
        reservation: String? = nil
    ) {
        self.check = check
        self.passed = passed
        self.size = size?.description
        self.sentence = sentence
        self.reservation = reservation
    }
}
