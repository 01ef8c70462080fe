import Sweeping

/// Texts that two models of one seed wrote, with the same prompt and random numbers.
package struct ComparedSamples: Hashable, Sendable, Encodable {
    /// The trials' seed.
    package let seed: UInt64
    package let prompt: String
    package let temperature: Double
    /// Without the prompt.
    package let a: String
    package let b: String
}

extension ComparedSamples {
    /// The samples of the first pair that has both.
    init?(_ pairs: [(seed: UInt64, a: TrialAnalysis, b: TrialAnalysis)]) {
        for (seed, first, second) in pairs {
            guard let a = first.sample, let b = second.sample, a.prompt == b.prompt else {
                continue
            }
            self.init(
                seed: seed, prompt: a.prompt, temperature: a.temperature, a: a.text, b: b.text)
            return
        }
        return nil
    }
}
