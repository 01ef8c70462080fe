import Foundation
import Tensors

extension SafeTensors {
    /// The JSON object at the start of a file, not yet checked.
    struct Header: Decodable {
        var metadata: [String: String] = [:]
        var entries: [Entry] = []

        struct Entry {
            let name: String
            let description: Description
        }

        struct Description: Decodable {
            let dtype: String
            let shape: [Int]
            let data_offsets: [Int]
        }

        /// An entry that is sound by itself.
        struct CheckedEntry: Comparable {
            let name: String
            let type: SafeTensor.ElementType
            let shape: Shape
            let start: Int
            let end: Int

            static func < (a: Self, b: Self) -> Bool {
                (a.start, a.end, a.name) < (b.start, b.end, b.name)
            }
        }

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        /// The entries in the order of their data, each sound by itself.
        func checkedEntries(file: URL) throws(SafeTensorsError) -> [CheckedEntry] {
            var result: [CheckedEntry] = []
            for entry in entries { result.append(try entry.checked(file: file)) }
            return result.sorted()
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys {
                if key.stringValue == "__metadata__" {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    let description = try container.decode(Description.self, forKey: key)
                    entries.append(Entry(name: key.stringValue, description: description))
                }
            }
        }
    }
}

extension SafeTensors.Header.Entry {
    /// Checks type, shape and offsets against each other.
    func checked(file: URL) throws(SafeTensorsError) -> SafeTensors.Header.CheckedEntry {
        guard let type = SafeTensor.ElementType(rawValue: description.dtype) else {
            throw SafeTensorsError(file: file, .unknownType(tensor: name, type: description.dtype))
        }
        var size = type.size
        for dimension in description.shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else {
                let problem = SafeTensorsError.Problem.impossibleShape(
                    tensor: name, dimensions: description.shape)
                throw SafeTensorsError(file: file, problem)
            }
            size = product
        }
        let offsets = description.data_offsets
        guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1] else {
            let problem = SafeTensorsError.Problem.impossibleOffsets(tensor: name, offsets: offsets)
            throw SafeTensorsError(file: file, problem)
        }
        guard offsets[1] - offsets[0] == size else {
            let problem = SafeTensorsError.Problem.sizeMismatch(
                tensor: name, expected: size, found: offsets[1] - offsets[0])
            throw SafeTensorsError(file: file, problem)
        }
        return .init(
            name: name, type: type, shape: Shape(description.shape), start: offsets[0],
            end: offsets[1])
    }
}
