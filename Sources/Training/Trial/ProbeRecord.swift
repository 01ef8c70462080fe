package import Transformer

/// What one probe has recorded at an evaluation, small enough for a line of text: statistics over
/// the first batch of the validation part (for gradients, over the last training batch).
package struct ProbeRecord: Hashable, Sendable, Codable {
    /// The probe's full name.
    package let name: String
    /// The variant that records it.
    package let variant: String?
    /// The block that it comes from, if one.
    package let layer: Int?
    package let isGradient: Bool
    /// The shape of `values`: the probe's without its batch axis.
    package let shape: [Int]
    /// The axis of `shape` that the heads have; nil where the variant names none, and in records
    /// from before it could.
    package let headAxis: Int?
    /// Statistics over all elements; nil where one of them is not finite.
    package let mean: Double?
    package let deviation: Double?
    package let minimum: Double?
    package let maximum: Double?
    /// The means over the batch, row-major; nil where there are more than `longest`, or where one
    /// is not finite.
    package let values: [Float]?

    /// How many values a record holds at most.
    package static let longest = 4096

    /// Condenses what a probe has recorded of a batch.
    package init(_ probe: Probe, recorded: [Float]) {
        name = probe.name
        variant = probe.variant
        layer = probe.layer
        isGradient = probe.isGradient
        let hasBatch = probe.hasBatchAxis
        shape = hasBatch ? Array(probe.shape.dropFirst()) : probe.shape
        headAxis = probe.headAxis.map { hasBatch ? $0 - 1 : $0 }
        let isFinite = recorded.allSatisfy(\.isFinite) && !recorded.isEmpty
        let count = Double(recorded.count)
        let center = recorded.reduce(0) { $0 + Double($1) } / count
        let variance =
            recorded.reduce(0) { $0 + (Double($1) - center) * (Double($1) - center) } / count
        mean = isFinite ? center : nil
        deviation = isFinite ? variance.squareRoot() : nil
        minimum = isFinite ? recorded.min().map { Double($0) } : nil
        maximum = isFinite ? recorded.max().map { Double($0) } : nil
        let rows = hasBatch ? probe.shape[0] : 1
        let size = recorded.count / rows
        guard isFinite, size <= Self.longest else {
            values = nil
            return
        }
        values = (0..<size).map { place in
            let sum = (0..<rows).reduce(0) { $0 + Double(recorded[$1 * size + place]) }
            return Float(sum / Double(rows))
        }
    }
}
