import Training

extension TrialAnalysis {
    /// Reads an analysis. Its lists belong together place by place, which a file that was edited or
    /// put together from others may not keep to.
    ///
    /// - Throws: `DecodingError`, also where lists that belong together differ in length, one of
    ///   losses is empty, a mean is of no prediction, or a figure is not finite.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        version = try values.decode(Int.self, forKey: .version)
        id = try values.decode(String.self, forKey: .id)
        step = try values.decode(Int.self, forKey: .step)
        lossByPosition = try values.decodeIfPresent([Double].self, forKey: .lossByPosition)
        predictionsByPosition = try values.decodeIfPresent(
            [Int].self, forKey: .predictionsByPosition)
        attention = try values.decode([AttentionSummary].self, forKey: .attention)
        sample = try values.decodeIfPresent(Sample.self, forKey: .sample)
        evaluationSeconds = try values.decode(Double.self, forKey: .evaluationSeconds)
        if let (key, reason) = flaw {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: values, debugDescription: reason)
        }
    }

    /// What cannot be true of an analysis, and where; nil where all fits together.
    private var flaw: (key: CodingKeys, reason: String)? {
        if let losses = lossByPosition, losses.isEmpty || !losses.allSatisfy(\.isFinite) {
            return (.lossByPosition, "There must be losses, and all of them finite.")
        }
        if let counts = predictionsByPosition {
            guard counts.count == lossByPosition?.count, counts.allSatisfy({ $0 >= 1 }) else {
                return (
                    .predictionsByPosition, "Each loss must have a number of predictions above 0."
                )
            }
        }
        for summary in attention {
            guard summary.distance.count == summary.entropy.count,
                (summary.distance + summary.entropy).allSatisfy(\.isFinite)
            else {
                return (.attention, "Each head must have a finite distance and a finite entropy.")
            }
        }
        if let sample, !sample.temperature.isFinite || !sample.secondsPerToken.isFinite {
            return (.sample, "The temperature and the time of a token must be finite.")
        }
        return evaluationSeconds.isFinite
            ? nil : (.evaluationSeconds, "The time of an evaluation must be finite.")
    }
}
