/// The 32-bit cyclic redundancy check with Castagnoli's polynomial (RFC 3720, section 12.1).
enum CRC32C {
    /// The check of some bytes.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { value, byte in
            value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)]
        }
    }

    /// The check as TFRecord files hold it: turned and shifted, as a check over data that hold
    /// their own check says little.
    static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let value = checksum(bytes)
        return (value >> 15 | value << 17) &+ 0xa282_ead8
    }

    /// What each byte does to the check; the polynomial's bits are in reverse.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1
        }
    }
}
