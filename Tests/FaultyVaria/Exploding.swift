import Foundation
import Tensors
import Transformer

/// Takes its process down some time after it was traced, in the middle of training.
struct Exploding: PlainVariant {
    static let name = "exploding"
    static let summary = "Ends the process of a worker a moment after it has traced it"

    func scores(_ scores: Tensor, at site: AttentionSite) -> Tensor {
        if FaultyProcess.isWorker {
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.03)
                fatalError("exploding was trained by a worker")
            }
        }
        return scores * 0.25
    }
}
