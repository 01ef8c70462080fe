import Tensors
import Transformer

/// A readout with a narrow, rectified layer before the logits.
///
/// To predict every token: dense C to C / divisor with ReLU, dense to V. To predict the last one:
/// dense C to C / divisor at each position, flattened, dense to C with ReLU, dense to V.
struct Bottleneck: Variant {
    static let name = "bottleneck"
    static let summary = "The readout passes a narrow layer with ReLU"

    struct Options: VariantOptions {
        /// How many times narrower than C the narrow layer is; it keeps at least one unit.
        var divisor = 8
    }

    let options: Options

    init(options: Options) throws {
        guard options.divisor >= 1 else {
            throw OptionError("divisor", options.divisor, allowed: "a whole number of at least 1")
        }
        self.options = options
    }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        let narrow = site.linear("readout.reduce", x, to: max(1, site.width / options.divisor))
        switch site.config.predict {
        case .every:
            return site.linear("lm_head", relu(narrow), to: site.vocabulary, bias: false)
        case .last:
            let flat = narrow.reshaped(site.batch, -1)
            let dense = relu(site.linear("readout.dense", flat, to: site.width))
            return site.linear("lm_head", dense, to: site.vocabulary)
        }
    }
}
