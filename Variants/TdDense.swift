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

    let options: WidthDivisor

    init(options: WidthDivisor) throws { self.options = try options.checked() }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        site.logits(site.linear("readout.reduce", x, to: options.narrowed(site.width)))
    }
}
