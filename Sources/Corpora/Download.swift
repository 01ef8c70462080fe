import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Gets files from the network.
enum Download {
    /// A server that answers with something else than the file.
    struct Refusal: LocalizedError {
        let status: Int
        var errorDescription: String? { "the server answered with status \(status)" }
    }

    /// The bytes behind an address; gives up when nothing comes for 15 seconds.
    static func bytes(at address: String) async throws -> [UInt8] {
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 15
        configuration.timeoutIntervalForResource = 120
        let session = URLSession(configuration: configuration)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(from: url)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 200
        guard status == 200 else { throw Refusal(status: status) }
        return Array(data)
    }
}
