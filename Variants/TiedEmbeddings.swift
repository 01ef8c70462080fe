import Tensors
import Transformer

/// A readout that scores each token by its own embedding (Press and Wolf: Using the output
/// embedding to improve language models. 2017).
///
/// To predict every token: x times the embedding matrix. To predict the last one: flattened, dense
/// to C, times the embedding matrix.
struct TiedEmbeddings: PlainVariant {
    static let name = "tied-embeddings"
    static let summary = "The readout is the table of token embeddings"

    func readout(_ x: Tensor, at site: ModelSite) -> Tensor? {
        let vectors: Tensor
        switch site.config.predict {
        case .every: vectors = x
        case .last:
            vectors = site.linear("readout.dense", x.reshaped(site.batch, -1), to: site.width)
        }
        return vectors.matmul(site.tokenEmbedding, transposeOther: true)
    }
}
