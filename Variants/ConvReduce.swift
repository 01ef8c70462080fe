import Tensors
import Transformer

/// A readout that narrows vectors by a causal convolution over positions before the logits.
///
/// With kernel k, and zeros before the first position:
///
///     n_t = W [x_(t-k+1), ..., x_t] + b        C / divisor units
///
/// To predict every token: n_t, dense to V. To predict the last one: all n_t, flattened, dense to
/// V. With kernel 1 it is `td-dense`.
///
/// W starts as the key `initialization` has it for a dense layer from kernel C to C / divisor. That
/// is how PyTorch starts a convolution; Keras counts kernel times as many outputs.
struct ConvReduce: Variant {
    static let name = "conv-reduce"
    static let summary = "The readout narrows vectors by a causal convolution over positions"

    private static let longestKernel = 1024

    struct Options: NarrowingOptions {
        var divisor = 8
        /// How many positions a narrow vector sees, its own included.
        var kernel = 3
    }

    let options: Options

    init(options: Options) throws {
        self.options = try options.checked()
        guard (1...Self.longestKernel).contains(options.kernel) else {
            throw OptionError(
                "kernel", options.kernel,
                allowed: "a whole number of at least 1 and at most \(Self.longestKernel)")
        }
    }

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        let units = options.narrowed(site.width)
        return site.logits(site.linear("readout.reduce", windows(x, site), to: units))
    }

    /// The vectors that the kernel covers at each position, the earliest first: [B, T, kernel C].
    private func windows(_ x: Tensor, _ site: ModelSite) -> Tensor {
        let parts = (0..<options.kernel).reversed().map { delay in
            let kept = max(0, site.blockSize - delay)
            guard kept < site.blockSize else { return x }
            let zeros = site.constant(0)
                .broadcast(to: [site.batch, site.blockSize - kept, site.width])
            return kept == 0 ? zeros : concatenate([zeros, x.slice(1, 0..<kept)], axis: 1)
        }
        return concatenate(parts, axis: -1)
    }
}
