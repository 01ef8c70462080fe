import Foundation
@testable import Reporting
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test(
        "gives the published values",
        arguments: [
            // RFC 3720, appendix B.4, and the check value of the polynomial's catalogues.
            ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
            ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
            (Array(0..<32), 0x46dd_794e),
            (Array((0..<32).reversed()), 0x113f_db5c),
            (Array("123456789".utf8), 0xe306_9283),
            ([], 0),
        ] as [([UInt8], UInt32)])
    func known(bytes: [UInt8], value: UInt32) {
        #expect(CRC32C.checksum(bytes) == value)
    }

    @Test("is masked as TFRecord files mask it")
    func masked() {
        // The mask is undone by turning the other way.
        let bytes = Array("123456789".utf8)
        let turned = CRC32C.masked(bytes) &- 0xa282_ead8
        #expect(turned << 15 | turned >> 17 == CRC32C.checksum(bytes))
    }
}
