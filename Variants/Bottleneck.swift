import Tensors
import Transformer

/// A readout with a narrow, rectified layer before the logits.
///
/// To predict every token: dense C to C / divisor with ReLU, dense to V. To predict the last one:
/// dense C to C / divisor at each position, flattened, dense to C with ReLU, dense to V.
struct Bottleneck: Variant {
    static let name = "bottleneck"
    static let summary = "The readout passes a narrow layer with ReLU"

    let options: WidthDivisor

    init(options: WidthDivisor) throws { self.options = try options.checked() }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        let narrow = site.linear("readout.reduce", x, to: options.narrowed(site.width))
        switch site.config.predict {
        case .every: return site.logits(relu(narrow))
        case .last:
            let flat = narrow.reshaped(site.batch, -1)
            return site.logits(relu(site.linear("readout.dense", flat, to: site.width)))
        }
    }
}
