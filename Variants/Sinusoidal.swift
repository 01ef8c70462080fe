import Tensors
import Transformer

/// Positions as waves of many lengths, with nothing to learn.
///
/// With p the position and k the number of the channel of C:
///
///     angle  = p / 10000^(2 k / C)
///     x_p,k += sin(angle) for even k, cos(angle) for odd k
///
/// In Vaswani et al. (Attention is all you need. 2017, section 3.5) two neighbouring channels share
/// an angle and k counts the pairs; here, as in the 2019 study that this follows, each channel has
/// an angle of its own, and the lengths grow to 10000 times those of the paper.
struct Sinusoidal: PlainVariant {
    static let name = "sinusoidal"
    static let summary = "Positions are sines and cosines of many lengths, without parameters"

    func positions(_ embedded: Tensor, at site: ModelSite) -> Tensor? {
        let exponent = site.indices(site.width) * (-2 / Float(site.width))
        let frequency = exp(exponent * log(site.constant(10_000)))  // [C]
        let angle = site.positions.reshaped(-1, 1) * frequency  // [T, C]
        let pairs = (site.width + 1) / 2
        let isOdd = site.indices(2).broadcast(to: [pairs, 2]).reshaped(-1).slice(0, 0..<site.width)
        return embedded + cos(angle).selected(where: isOdd, otherwise: sin(angle))
    }
}
