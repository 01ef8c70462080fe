import Foundation
package import Tensors

/// A file that is not what the safetensors format demands, or lacks what was asked of it.
package struct SafeTensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// Fewer bytes than the header's length and the header itself take.
        case truncatedHeader(bytes: Int)
        /// A header longer than the format allows or than the file.
        case headerTooLong(length: UInt64, available: Int)
        case malformedHeader(reason: String)
        case unknownType(tensor: String, type: String)
        case impossibleShape(tensor: String, dimensions: [Int])
        case impossibleOffsets(tensor: String, offsets: [Int])
        /// The offsets do not span what type and shape take.
        case sizeMismatch(tensor: String, expected: Int, found: Int)
        case overlap(first: String, second: String)
        /// Bytes that no tensor claims; a name that stands twice in the header also shows so.
        case unclaimed(from: Int, to: Int)
        case truncatedData(expected: Int, found: Int)
        case missing(tensor: String, nearest: String?)
        case wrongShape(tensor: String, expected: Shape, found: Shape)
        /// The content is not that of its checksum.
        case damaged
    }

    package let file: String
    package let problem: Problem

    init(file: URL, _ problem: Problem) {
        self.file = file.path
        self.problem = problem
    }

    /// One sentence.
    package var description: String { "The safetensors file '\(file)' \(sentence)." }

    private var sentence: String {
        switch problem {
        case .truncatedHeader(let bytes):
            "is truncated: its \(bytes) bytes do not hold the header"
        case .headerTooLong(let length, let available):
            "claims a header of \(length) bytes, where at most \(available) are possible; "
                + "it is truncated or of another format"
        case .malformedHeader(let reason): "has a header that cannot be read: \(reason)"
        case .unknownType(let tensor, let type):
            "stores the tensor '\(tensor)' as '\(type)'; known types are "
                + SafeTensor.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
        case .impossibleShape(let tensor, let dimensions):
            "gives the tensor '\(tensor)' the impossible shape \(dimensions)"
        case .impossibleOffsets(let tensor, let offsets):
            "places the tensor '\(tensor)' at the impossible offsets \(offsets); "
                + "they must be two, in order, and not negative"
        case .sizeMismatch(let tensor, let expected, let found):
            "holds \(found) bytes for the tensor '\(tensor)', whose type and shape take \(expected)"
        case .overlap(let first, let second):
            "lets the tensors '\(first)' and '\(second)' overlap"
        case .unclaimed(let from, let to):
            "holds bytes \(from) to \(to) of its data for no tensor, so that it is damaged"
        case .truncatedData(let expected, let found):
            "is truncated: its header announces \(expected) bytes of data, and it holds \(found)"
        case .missing(let tensor, let nearest):
            "has no tensor '\(tensor)'" + (nearest.map { "; the nearest name is '\($0)'" } ?? "")
        case .wrongShape(let tensor, let expected, let found):
            "gives the tensor '\(tensor)' the shape \(found), where \(expected) is needed"
        case .damaged: "is damaged: its content does not match its checksum"
        }
    }
}
