import Tensors
import Transformer

/// A readout that narrows vectors by gated recurrent units over positions before the logits (Cho et
/// al.: Learning phrase representations using RNN encoder-decoder. 2014, section 2.3; the reset
/// gate acts on the product with the state, as in PyTorch's GRU).
///
/// With C / divisor units, x_t the vector and h_t the state of position t, h_(-1) = 0:
///
///     r = sigmoid(W_r x_t + b_r + U_r h_(t-1) + c_r)
///     z = sigmoid(W_z x_t + b_z + U_z h_(t-1) + c_z)
///     n = tanh(W_n x_t + b_n + r (U_n h_(t-1) + c_n))
///     h_t = (1 - z) n + z h_(t-1)
///
/// W and U lie below each other as r, z, n in `readout.input.weight` and `readout.state.weight`. To
/// predict every token: h_t, dense to V. To predict the last one: all states, flattened, dense to
/// V, or with `states=last` only the last one.
///
/// Both start as the key `initialization` has it for dense layers of their sizes. That is not how
/// the frameworks start a GRU: PyTorch draws all its weights within 1/sqrt(units), Keras those of
/// the state orthogonal.
struct RecurrentReduce: Variant {
    static let name = "recurrent-reduce"
    static let summary = "The readout narrows vectors by gated recurrent units over positions"

    /// Which states the logits are made of.
    enum States: String, Codable, CaseIterable {
        case all, last
    }

    struct Options: NarrowingOptions {
        var divisor = 8
        var states = States.all
    }

    let options: Options

    init(options: Options) throws { self.options = try options.checked() }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        let states = states(x, site)
        switch (options.states, site.config.predict) {
        case (.last, .every):
            site.refuse(
                "states=last",
                because: "every token is predicted from a state of its own; choose states=all, "
                    + "or predict the last token")
            return nil
        case (.last, .last):
            return site.logits(states[states.count - 1])
        case (.all, _):
            return site.logits(
                concatenate(states.map { $0.reshaped(site.batch, 1, -1) }, axis: 1))
        }
    }

    /// The state after each position, [B, C / divisor].
    private func states(_ x: Tensor, _ site: ModelSite) -> [Tensor] {
        let units = options.narrowed(site.width)
        // What the states do not enter is one product for all positions.
        let inputs = site.linear("readout.input", x, to: 3 * units)
        var state = site.constant(0).broadcast(to: [site.batch, units])
        return (0..<site.blockSize).map { position in
            let input = inputs.slice(1, position..<position + 1).reshaped(site.batch, 3 * units)
                .split(-1, into: 3)
            let recurrent = site.linear("readout.state", state, to: 3 * units).split(-1, into: 3)
            let reset = sigmoid(input[0] + recurrent[0])
            let update = sigmoid(input[1] + recurrent[1])
            let new = tanh(input[2] + reset * recurrent[2])
            state = (1 - update) * new + update * state
            return state
        }
    }
}
