/// Compares the speeds of two models, which is a measurement and never the same twice.
package protocol StepRatioTiming {
    /// The seconds of a training step per token of one model over those of another.
    ///
    /// - Parameter baseline: The other; the vocabularies of both are those of the data.
    /// - Throws: What tracing throws.
    func ratio(of config: TrialConfig, to baseline: TrialConfig) throws -> Double
}
