import Tensors
import Transformer

/// The second residual sum adds the block's input, not attention's output:
///
///     out = x + ff(norm(x + attention(norm(x))))
struct InputResidual: PlainVariant {
    static let name = "input-residual"
    static let summary =
        "The feed-forward step adds to the block's input, not to attention's output"

    func block(_ x: Tensor, at site: BlockSite) -> Tensor? {
        site.carry["input"] = x
        return nil
    }

    func feedForwardStep(_ x: Tensor, at site: BlockSite) -> Tensor? {
        let update = site.feedForward(site.norm(x, before: .feedForward))
        return site.residual(site.carried("input"), update, after: .feedForward)
    }
}
