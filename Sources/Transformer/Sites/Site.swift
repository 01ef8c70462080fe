public import Tensors

/// A place in the model, from which a hook knows the sizes, declares parameters and records what
/// it learned.
///
/// Names are relative to the site: a parameter `c_mem.weight` declared in the attention of the
/// first block is `transformer.h.0.attn.c_mem.weight`. A name that the baseline uses there too,
/// such as `c_proj.weight`, means the baseline's parameter. Where two members of a composition use
/// one name, the later member's is qualified by its variant: `…attn.hard-window.c_mem.weight`. It
/// starts as it does without the other member, so that a composition compares fairly with its
/// parts; the two are drawn from the same random numbers, but are trained each by its own gradient.
public class Site {
    let tracer: Tracer
    /// The name of the place, such as `transformer.h.0.attn`; empty at the model's root.
    public let scope: String

    init(_ tracer: Tracer, _ scope: String) {
        self.tracer = tracer
        self.scope = scope
    }

    // MARK: Sizes

    /// The model's sizes and choices.
    public var config: ModelConfig { tracer.config }
    /// The number B of sequences.
    public var batch: Int { tracer.batch }
    /// The number T of tokens in a sequence.
    public var blockSize: Int { config.blockSize }
    /// The number H of attention heads.
    public var heads: Int { config.heads }
    /// The length C of the vectors between blocks.
    public var width: Int { config.width }
    /// The length D of a head's vectors, C / H.
    public var headWidth: Int { config.headWidth }
    /// The number of blocks.
    public var layers: Int { config.layers }
    /// The number V of different tokens.
    public var vocabulary: Int { config.vocabulary }

    // MARK: Positions

    /// Where each token stands: 0, 1, ..., [T].
    public var positions: Tensor { indices(blockSize) }

    /// 0, 1, ..., count - 1: [count].
    public func indices(_ count: Int) -> Tensor {
        tracer.builder.positions(axis: 0, shape: [count])
    }

    /// How many tokens a query reaches over to a key, both included: i - j + 1 for query i and key
    /// j, [T, T].
    public var distance: Tensor {
        let square: Shape = [blockSize, blockSize]
        return tracer.builder.positions(axis: 0, shape: square)
            - tracer.builder.positions(axis: 1, shape: square) + 1
    }

    /// 1 where a query may look at a key, otherwise 0, [T, T]; all 1 in a model that is not causal.
    public var causalMask: Tensor {
        let one = tracer.builder.constant(1)
        guard config.causal else { return one.broadcast(to: [blockSize, blockSize]) }
        return 1 - (distance .< one)
    }

    /// A number as a tensor without axes.
    public func constant(_ value: Double) -> Tensor { tracer.builder.constant(value) }

    // MARK: Parameters

    /// x W' + b: a dense layer over the last axis.
    ///
    /// - Parameters:
    ///   - name: Its parameters are `name.weight`, [outputs, inputs], and `name.bias`, [outputs].
    ///   - x: [..., inputs].
    ///   - outputs: The size of the result's last axis.
    ///   - bias: Whether it has an offset; by default as the model's `bias` says.
    public func linear(
        _ name: String, _ x: Tensor, to outputs: Int, bias: Bool? = nil
    ) -> Tensor {
        tracer.linear(scope, name, x, to: outputs, bias: bias ?? config.bias)
    }

    /// Layer normalisation over the last axis, scaled by `name.weight` and, where the model's
    /// `bias` says so, offset by `name.bias`.
    public func layerNorm(_ name: String, _ x: Tensor) -> Tensor {
        tracer.layerNorm(scope, name, x)
    }

    /// A trained tensor. Its initial values depend on the seed and the full name alone, without
    /// the variant by which a composition may have qualified it.
    ///
    /// - Parameter decays: Whether weight decay falls on it; by default where it has two axes or
    ///   more.
    public func parameter(
        _ name: String, _ shape: Shape, _ initializer: Initializer, decays: Bool? = nil
    ) -> Tensor {
        tracer.parameter(scope, name, shape, initializer, decays: decays)
    }

    // MARK: The rest

    /// Refuses settings that cannot be: the model is not made, and the error names the variant, its
    /// hook and this reason.
    ///
    /// - Parameters:
    ///   - setting: What cannot be, such as `states=last`.
    ///   - reason: A clause that says why, and what would be right.
    public func refuse(_ setting: String, because reason: String) {
        tracer.builder.fail(reason, operation: setting)
    }

    /// Dropout, in training only, by default at the model's rate. The mask depends on the seed, the
    /// step and the full name, so that it shifts nobody else's.
    public func dropout(_ x: Tensor, _ name: String, rate: Double? = nil) -> Tensor {
        tracer.dropout(x, name: tracer.dropoutName(scope, name), rate: rate ?? config.dropout)
    }

    /// The model's activation function.
    public func activation(_ x: Tensor) -> Tensor {
        switch config.activation {
        case .geluTanh: geluTanh(x)
        case .gelu: gelu(x)
        case .relu: relu(x)
        }
    }

    /// Records a tensor at each evaluation: what a variant learned, such as a window per head.
    ///
    /// - Parameter heads: The axis of the heads, counted from the end where it is below 0; tables
    ///   then have a row per head. Without it, the first axis after the batch's counts as theirs
    ///   where it is as long as there are heads.
    public func probe(_ name: String, _ tensor: Tensor, heads: Int? = nil) {
        tracer.probe(scope, name, tensor, heads: heads, ofGradient: false)
    }

    /// Records the gradient of the loss by a tensor, in training.
    ///
    /// - Parameter heads: The axis of the heads, as in `probe`.
    public func probeGradient(_ name: String, _ tensor: Tensor, heads: Int? = nil) {
        tracer.probe(scope, name, tensor, heads: heads, ofGradient: true)
    }

    /// Tensors that a variant hands from hook to hook, within a block and from block to block.
    public var carry: Carry { tracer.carry }

    /// What an earlier hook of the same variant has handed on under a name. Where none has, because
    /// a composition leaves out the part that it belongs to, the trace fails and says so.
    public func carried(_ name: String) -> Tensor {
        if let tensor = carry[name] { return tensor }
        tracer.builder.fail(
            "no hook has set it: another variant leaves out the part whose hook would",
            operation: "the carried '\(name)'")
        return tracer.placeholder([batch, blockSize, 1])
    }
}
