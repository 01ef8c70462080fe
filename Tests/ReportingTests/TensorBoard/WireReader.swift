import Foundation
@testable import Reporting

/// Reads what the exporter writes, by the formats' own descriptions and without its code: records of
/// TFRecord, and fields of Protocol Buffers.
struct WireReader {
    /// The value of a field.
    enum Value: Hashable {
        case variable(UInt64)
        case eightBytes(UInt64)
        case bytes([UInt8])
        case fourBytes(UInt32)

        var text: String? {
            if case .bytes(let bytes) = self { String(bytes: bytes, encoding: .utf8) } else { nil }
        }
        var fields: [(number: Int, value: Value)]? {
            if case .bytes(let bytes) = self { try? WireReader.fields(of: bytes) } else { nil }
        }
        var double: Double? {
            if case .eightBytes(let bits) = self { Double(bitPattern: bits) } else { nil }
        }
        var float: Float? {
            if case .fourBytes(let bits) = self { Float(bitPattern: bits) } else { nil }
        }
    }

    struct Damage: Error {}

    /// The records of a file, whose checks must be right.
    static func records(of data: Data) throws -> [[UInt8]] {
        var rest = Array(data)[...]
        func take(_ count: Int) throws -> [UInt8] {
            guard rest.count >= count else { throw Damage() }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        func number(_ bytes: [UInt8]) -> UInt64 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        func check(_ bytes: [UInt8]) throws {
            guard number(try take(4)) == UInt64(CRC32C.masked(bytes)) else { throw Damage() }
        }
        var records: [[UInt8]] = []
        while !rest.isEmpty {
            let length = try take(8)
            try check(length)
            let record = try take(Int(number(length)))
            try check(record)
            records.append(record)
        }
        return records
    }

    /// The fields of a message, in their order.
    static func fields(of bytes: [UInt8]) throws -> [(number: Int, value: Value)] {
        var rest = bytes[...]
        func variable() throws -> UInt64 {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 64, by: 7) {
                guard let byte = rest.popFirst() else { throw Damage() }
                value |= UInt64(byte & 0x7f) << shift
                if byte & 0x80 == 0 { return value }
            }
            throw Damage()
        }
        func fixed(_ count: Int) throws -> UInt64 {
            guard rest.count >= count else { throw Damage() }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        var fields: [(number: Int, value: Value)] = []
        while !rest.isEmpty {
            let key = try variable()
            let value: Value
            switch key & 7 {
            case 0: value = .variable(try variable())
            case 1: value = .eightBytes(try fixed(8))
            case 2:
                let count = Int(try variable())
                guard rest.count >= count else { throw Damage() }
                value = .bytes(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            case 5: value = .fourBytes(UInt32(try fixed(4)))
            default: throw Damage()
            }
            fields.append((Int(key >> 3), value))
        }
        return fields
    }
}
