package import Foundation
import Tensors

extension SafeTensors {
    /// Writes a file that appears whole or not at all, flushed to the disk.
    ///
    /// - Throws: `FileError`; the file's earlier content is then untouched.
    package func write(to file: URL) throws(FileError) {
        try AtomicFile.write([header] + tensors.map(\.data), to: file)
    }

    /// The length and the JSON object, padded with blanks so that the data starts on 8 bytes.
    private var header: Data {
        var fields: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }
                .map { "\(quoted($0.key)):\(quoted($0.value))" }
            fields.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var start = 0
        for tensor in tensors {
            let sizes = tensor.shape.dimensions.map(String.init).joined(separator: ",")
            let end = start + tensor.data.count
            fields.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.elementType.rawValue)\","
                    + "\"shape\":[\(sizes)],\"data_offsets\":[\(start),\(end)]}")
            start = end
        }
        var json = Data("{\(fields.joined(separator: ","))}".utf8)
        json.append(Data(repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        return length + json
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
