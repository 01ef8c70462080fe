import Tensors
import Transformer

/// The model without blocks: a table of V x V, of which a token's row is the logits of the next
/// one.
///
/// Nothing else of the model remains, so that widths, positions, norms and offsets make no
/// difference.
struct Bigram: PlainVariant {
    static let name = "bigram"
    static let summary = "A token's logits are its row of a table; there are no blocks"

    func model(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        let table = site.table("wte", rows: site.vocabulary, width: site.vocabulary)
        switch site.config.predict {
        case .every: return table.gather(tokens)
        case .last:
            let last = tokens.slice(1, site.blockSize - 1..<site.blockSize)
            return table.gather(last).reshaped(site.batch, site.vocabulary)
        }
    }
}
