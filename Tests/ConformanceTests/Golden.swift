import Foundation
import Training
import Transformer
import Variants

import Conformance

/// The recorded files, and altered copies of them.
enum Golden {
    /// Each file, recorded from a study's own code, and the variant it is read as.
    /// `Golden/record_modifications.py` made the last two.
    static let readings = [
        ("standard", "tied-embeddings"),
        ("soft-window", "soft-window+tied-embeddings"),
        ("hard-window", "hard-window+tied-embeddings"),
        ("head-gating", "head-gating+tied-embeddings"),
        ("relative-location", "relative-location+tied-embeddings"),
        ("embedding-gating", "embedding-gating+tied-embeddings"),
    ]

    /// Files that `Golden/record.py` made, each with the variant it is read as, and whether its
    /// model is causal, which a file does not say.
    static let studyReadings = [
        ("encoder-block", "encoder-block+sinusoidal", true),
        (
            "encoder-block-heads",
            "encoder-block(feedForward=rectified)+sinusoidal+head-softmax", false
        ),
        ("head-softmax", "head-softmax", true),
        ("conv-reduce", "conv-reduce(divisor=2)", true),
        ("conv-reduce-every", "conv-reduce(divisor=2)", true),
        ("recurrent-reduce", "recurrent-reduce(divisor=2)", true),
        ("recurrent-reduce-every", "recurrent-reduce(divisor=2)", true),
        ("recurrent-reduce-state", "recurrent-reduce(divisor=2,states=last)", true),
    ]

    static func url(_ name: String) throws -> URL {
        guard
            let url = Bundle.module.url(
                forResource: name, withExtension: "safetensors", subdirectory: "Golden")
        else { throw CocoaError(.fileNoSuchFile) }
        return url
    }

    static func content(_ name: String = "standard") throws -> SafeTensors {
        try SafeTensors(contentsOf: url(name))
    }

    /// The parity of the standard file after a change to its tensors and metadata.
    static func parity(
        as variant: String = "tied-embeddings", tolerance: Double = 1e-4,
        changing change: (inout [SafeTensor], inout [String: String]) throws -> Void
    ) throws -> ParityReport {
        let content = try content()
        var tensors = content.tensors
        var metadata = content.metadata
        try change(&tensors, &metadata)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("varia-parity-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("recorded.safetensors")
        try SafeTensors(tensors, metadata: metadata).write(to: file)
        return try Conformance.parity(
            file: file, variant: standardCatalogue.resolve(variant), tolerance: tolerance)
    }

    /// The sentence of the error that this throws.
    static func sentence(_ body: () throws -> ParityReport) -> String {
        do {
            return "no error: \(try body())"
        } catch {
            return "\(error)"
        }
    }
}

extension [SafeTensor] {
    /// Replaces a tensor by another.
    mutating func replace(_ name: String, _ make: (SafeTensor) -> SafeTensor) {
        self = map { $0.name == name ? make($0) : $0 }
    }
}
