import Tensors
import Transformer

/// A readout that narrows each position's vector by a dense layer of its own ("time-distributed",
/// as Keras calls a layer that is the same at every position) before the logits.
///
/// To predict every token: dense C to C / divisor, dense to V. To predict the last one: dense C to
/// C / divisor at each position, flattened, dense to V.
struct TdDense: Variant {
    static let name = "td-dense"
    static let summary = "The readout narrows each position's vector before the logits"

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
            return site.linear("lm_head", narrow, to: site.vocabulary, bias: false)
        case .last:
            return site.linear("lm_head", narrow.reshaped(site.batch, -1), to: site.vocabulary)
        }
    }
}
