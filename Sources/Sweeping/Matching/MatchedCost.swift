/// What a sweep makes equal between variants by their widths: the key `match` of a spec.
package enum MatchedCost: String, Hashable, Sendable, Codable, CaseIterable {
    /// The trained values, of which there are as many as the traced graph declares.
    case parameters
    /// The floating-point operations of a training step per token, of the traced graph.
    case flops
    /// The seconds of a training step per token, as measured when the sweep is started.
    case time

    /// As a sentence names it.
    package var title: String {
        switch self {
        case .parameters: "parameters"
        case .flops: "FLOPs"
        case .time: "time"
        }
    }

    /// With the article of a sentence about a variant.
    package var phrase: String {
        switch self {
        case .parameters: "the number of its parameters"
        case .flops: "the number of its FLOPs"
        case .time: "the time of its training step"
        }
    }

    /// Whether it is the same wherever and whenever it is asked for.
    var isExact: Bool { self != .time }
}
