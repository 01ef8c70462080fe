import Tensors
import Transformer

/// Takes its process down when it is traced by a worker.
struct Trapping: PlainVariant {
    static let name = "trapping"
    static let summary = "Ends the process of a worker that traces it"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        if FaultyProcess.isWorker { fatalError("trapping was traced by a worker") }
        return scores * 0.5
    }
}
