package import Foundation
import Tensors
import Transformer

extension SafeTensors {
    /// Reads a file and checks all of it, so that what follows cannot meet a damaged tensor.
    ///
    /// - Throws: `FileError` when it cannot be read, `SafeTensorsError` when it is malformed.
    package init(contentsOf file: URL) throws {
        try self.init(bytes: FileContent.read(file), file: file)
    }

    /// Reads the bytes of a file whose name serves for errors.
    package init(bytes: Data, file: URL) throws(SafeTensorsError) {
        func fault(_ problem: SafeTensorsError.Problem) -> SafeTensorsError {
            SafeTensorsError(file: file, problem)
        }
        guard bytes.count >= 8 else { throw fault(.truncatedHeader(bytes: bytes.count)) }
        let length = bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
        }
        let available = min(bytes.count - 8, Self.longestHeader)
        guard length <= available else {
            throw fault(.headerTooLong(length: length, available: available))
        }
        let dataStart = bytes.startIndex + 8 + Int(length)
        let header: Header
        let json = Data(bytes[bytes.startIndex + 8..<dataStart])
        do {
            header = try JSONDecoder().decode(Header.self, from: json)
        } catch {
            throw fault(.malformedHeader(reason: Self.reason(error)))
        }
        let text = String(decoding: json, as: UTF8.self)
        if let repetition = JSON5Outline(text).repetition {
            let reason = "the key '\(repetition.path)' is given twice"
            throw fault(.malformedHeader(reason: reason))
        }
        let data = bytes[dataStart...]
        var tensors: [SafeTensor] = []
        var end = 0
        for entry in try header.checkedEntries(file: file) {
            if entry.start < end, let last = tensors.last {
                throw fault(.overlap(first: last.name, second: entry.name))
            }
            guard entry.start == end else { throw fault(.unclaimed(from: end, to: entry.start)) }
            end = entry.end
            guard end <= data.count else { continue }
            tensors.append(
                SafeTensor(
                    name: entry.name, elementType: entry.type, shape: entry.shape,
                    data: data[data.startIndex + entry.start..<data.startIndex + end]))
        }
        guard end <= data.count else {
            throw fault(.truncatedData(expected: end, found: data.count))
        }
        guard end == data.count else { throw fault(.unclaimed(from: end, to: data.count)) }
        self.init(tensors, metadata: header.metadata, file: file)
    }

    /// The format's own limit, in bytes.
    private static let longestHeader = 100_000_000

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            "'\(path(context))' lacks the key '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.isEmpty
                ? "it is not a JSON object" : "'\(path(context))' is not of the right type"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "'\(path(context))' is not of the right type"
        default: "it is not valid JSON"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
