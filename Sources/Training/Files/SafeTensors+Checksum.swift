import Corpora
import Foundation

extension SafeTensors {
    /// The metadata's key of the checksum.
    private static let checksumKey = "checksum"

    /// The same with a checksum among the metadata, by which `verify` finds out damage that leaves a
    /// file well-formed.
    func withChecksum() -> SafeTensors {
        var metadata = metadata
        metadata[Self.checksumKey] = checksum
        return SafeTensors(tensors, metadata: metadata)
    }

    /// Checks the content against its checksum. Files from before they had one pass.
    ///
    /// - Throws: `SafeTensorsError.Problem.damaged`.
    func verify(_ file: URL) throws(SafeTensorsError) {
        guard let expected = metadata[Self.checksumKey] else { return }
        guard checksum == expected else { throw SafeTensorsError(file: file, .damaged) }
    }

    /// The SHA-256 of everything else that the file says: metadata, and tensors with their names,
    /// types and shapes.
    private var checksum: String {
        var hash = SHA256()
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where key != Self.checksumKey {
            hash.update("\(key.utf8.count) \(key) \(value.utf8.count) \(value)\n".utf8)
        }
        for tensor in tensors {
            let title = "\(tensor.name) \(tensor.elementType.rawValue) \(tensor.shape)\n"
            hash.update(title.utf8)
            hash.update(tensor.data)
        }
        return hash.hexDigest
    }
}
