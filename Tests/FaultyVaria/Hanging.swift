import Foundation
import Tensors
import Transformer

/// Never comes to an end when it is traced by a worker.
struct Hanging: PlainVariant {
    static let name = "hanging"
    static let summary = "Keeps a worker that traces it for ever"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        while FaultyProcess.isWorker { Thread.sleep(forTimeInterval: 1) }
        return scores * 0.125
    }
}
