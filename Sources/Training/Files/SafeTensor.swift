package import Foundation
package import Tensors

/// One tensor of a safetensors file: its name, shape, and elements as they lie in the file
/// (row-major, little-endian).
package struct SafeTensor: Hashable, Sendable {
    /// How an element is stored, as the format spells it.
    package enum ElementType: String, Hashable, Sendable, CaseIterable {
        case bool = "BOOL"
        case uint8 = "U8"
        case int8 = "I8"
        case uint16 = "U16"
        case int16 = "I16"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case uint32 = "U32"
        case int32 = "I32"
        case float32 = "F32"
        case uint64 = "U64"
        case int64 = "I64"
        case float64 = "F64"

        /// Bytes an element.
        package var size: Int {
            switch self {
            case .bool, .uint8, .int8: 1
            case .uint16, .int16, .float16, .bfloat16: 2
            case .uint32, .int32, .float32: 4
            case .uint64, .int64, .float64: 8
            }
        }
    }

    package let name: String
    package let elementType: ElementType
    package let shape: Shape
    /// `shape.count * elementType.size` bytes.
    package let data: Data

    /// A tensor from bytes as they lie in a file; there must be as many as type and shape take.
    package init(name: String, elementType: ElementType, shape: Shape, data: Data) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.data = data
    }

    /// A tensor of 32-bit floats; there must be as many as the shape holds.
    package init(_ name: String, shape: Shape, floats: some Collection<Float>) {
        precondition(floats.count == shape.count, "'\(name)' does not hold \(floats.count) values")
        self.init(
            name: name, elementType: .float32, shape: shape, data: Self.bytes(of: Array(floats)))
    }

    /// A tensor of 32-bit integers; there must be as many as the shape holds.
    package init(_ name: String, shape: Shape, integers: [Int32]) {
        precondition(integers.count == shape.count, "'\(name)' does not hold these values")
        self.init(name: name, elementType: .int32, shape: shape, data: Self.bytes(of: integers))
    }

    /// The elements, row-major; types wider than a 32-bit float are rounded to it.
    package var floats: [Float] {
        switch elementType {
        case .bool, .uint8: numbers(UInt8.self) { Float($0) }
        case .int8: numbers(Int8.self) { Float($0) }
        case .uint16: numbers(UInt16.self) { Float($0) }
        case .int16: numbers(Int16.self) { Float($0) }
        case .float16: numbers(UInt16.self, Self.float(half:))
        case .bfloat16: numbers(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .uint32: numbers(UInt32.self) { Float($0) }
        case .int32: numbers(Int32.self) { Float($0) }
        case .float32: numbers(UInt32.self) { Float(bitPattern: $0) }
        case .uint64: numbers(UInt64.self) { Float($0) }
        case .int64: numbers(Int64.self) { Float($0) }
        case .float64: numbers(UInt64.self) { Float(Double(bitPattern: $0)) }
        }
    }

    private func numbers<Stored: FixedWidthInteger>(
        _ type: Stored.Type, _ convert: (Stored) -> Float
    ) -> [Float] {
        data.withUnsafeBytes { bytes in
            (0..<shape.count).map { index in
                let offset = index * MemoryLayout<Stored>.size
                return convert(
                    Stored(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type)))
            }
        }
    }

    private static func bytes<Element>(of values: [Element]) -> Data {
        values.withUnsafeBytes { Data($0) }
    }

    /// An IEEE 754 binary16 number; Swift's own `Float16` is missing on some platforms.
    private static func float(half bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = bits >> 10 & 0x1F
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 0x1F: return fraction == 0 ? sign * .infinity : .nan
        default:
            let significand = 1 + fraction * 0x1p-10
            return sign * Float(sign: .plus, exponent: Int(exponent) - 15, significand: significand)
        }
    }
}
