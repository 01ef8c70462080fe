/// A message in the wire format of Protocol Buffers
/// (https://protobuf.dev/programming-guides/encoding): fields, each with its number and a value.
struct ProtocolBuffer {
    /// The message, encoded.
    private(set) var bytes: [UInt8] = []

    /// How a field's value is laid out.
    private enum WireType: UInt64 {
        case variable = 0
        case eightBytes = 1
        case lengthDelimited = 2
        case fourBytes = 5
    }

    /// Adds a whole number, or the number of an enumeration's case.
    mutating func add(_ field: Int, integer value: Int) {
        begin(field, .variable)
        append(UInt64(bitPattern: Int64(value)))
    }

    /// Adds a truth value.
    mutating func add(_ field: Int, boolean value: Bool) { add(field, integer: value ? 1 : 0) }

    /// Adds a number of eight bytes.
    mutating func add(_ field: Int, double value: Double) {
        begin(field, .eightBytes)
        bytes += value.bitPattern.littleEndianBytes
    }

    /// Adds a number of four bytes.
    mutating func add(_ field: Int, float value: Float) {
        begin(field, .fourBytes)
        bytes += value.bitPattern.littleEndianBytes
    }

    /// Adds a text.
    mutating func add(_ field: Int, string value: String) { add(field, bytes: Array(value.utf8)) }

    /// Adds a message within this one.
    mutating func add(_ field: Int, message: ProtocolBuffer) { add(field, bytes: message.bytes) }

    /// Adds bytes.
    mutating func add(_ field: Int, bytes value: [UInt8]) {
        begin(field, .lengthDelimited)
        append(UInt64(value.count))
        bytes += value
    }

    private mutating func begin(_ field: Int, _ type: WireType) {
        append(UInt64(field) << 3 | type.rawValue)
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    private mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension FixedWidthInteger {
    /// The bytes in memory, the lowest first.
    var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
