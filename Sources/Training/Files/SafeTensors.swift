import Foundation
package import Tensors

/// Named tensors and metadata, as a safetensors file holds them: the length of a JSON header
/// (8 bytes, little-endian), the header, and the tensors' bytes one after another.
///
/// The format is that of https://github.com/huggingface/safetensors.
package struct SafeTensors: Hashable, Sendable {
    /// Free text by key.
    package let metadata: [String: String]
    /// In the order of their data.
    package let tensors: [SafeTensor]
    /// Where they were read from, for error messages; nil before they are written.
    let file: URL?
    private let places: [String: Int]

    /// Tensors to be written; names must differ.
    package init(_ tensors: [SafeTensor], metadata: [String: String] = [:]) {
        self.init(tensors, metadata: metadata, file: nil)
    }

    init(_ tensors: [SafeTensor], metadata: [String: String], file: URL?) {
        self.tensors = tensors
        self.metadata = metadata
        self.file = file
        places = Dictionary(
            uniqueKeysWithValues: tensors.enumerated().map { ($0.element.name, $0.offset) })
    }

    /// A tensor by name, if it is there.
    package subscript(name: String) -> SafeTensor? { places[name].map { tensors[$0] } }

    /// The tensor of this name.
    ///
    /// - Throws: `SafeTensorsError.Problem.missing` or `.wrongShape`.
    package func tensor(_ name: String, shape: Shape? = nil) throws(SafeTensorsError) -> SafeTensor
    {
        guard let tensor = self[name] else {
            throw error(.missing(tensor: name, nearest: nearest(to: name)))
        }
        if let shape, shape != tensor.shape {
            throw error(.wrongShape(tensor: name, expected: shape, found: tensor.shape))
        }
        return tensor
    }

    private func error(_ problem: SafeTensorsError.Problem) -> SafeTensorsError {
        SafeTensorsError(file: file ?? URL(fileURLWithPath: "(unsaved)"), problem)
    }

    /// The name that shares the longest ending, which is where names of parameters differ least.
    private func nearest(to name: String) -> String? {
        func common(_ other: String) -> Int {
            zip(name.reversed(), other.reversed()).prefix { $0 == $1 }.count
        }
        return tensors.map(\.name).max { common($0) < common($1) }
            .flatMap { common($0) > 0 ? $0 : nil }
    }
}
