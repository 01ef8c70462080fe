import Foundation
import Tensors
import TestSupport
import Testing

import Training

@Suite("Safetensors files")
struct SafeTensorsTests {
    let folder: TemporaryFolder
    let file: URL

    init() throws {
        folder = try TemporaryFolder()
        file = folder.file("x.safetensors")
    }

    /// A file with this header and data, its length field right unless given.
    private func write(_ header: String, data: Int = 0, length: UInt64? = nil) throws {
        let json = Data(header.utf8)
        let size = (length ?? UInt64(json.count)).littleEndian
        try (withUnsafeBytes(of: size) { Data($0) } + json + Data(count: data)).write(to: file)
    }

    private func problem() -> SafeTensorsError.Problem? {
        do {
            _ = try SafeTensors(contentsOf: file)
            return nil
        } catch {
            return (error as? SafeTensorsError)?.problem
        }
    }

    @Test("what was written is read, to the bit")
    func roundTrip() throws {
        let odd: [Float] = [1.5, -0, .infinity, .leastNonzeroMagnitude, .nan, 3]
        let written = SafeTensors(
            [
                SafeTensor("a.weight", shape: [2, 3], floats: odd),
                SafeTensor("empty", shape: [0, 4], floats: []),
                SafeTensor("scalar", shape: [], floats: [7]),
                SafeTensor("tokens", shape: [3], integers: [-1, 0, .max]),
            ], metadata: ["config": "{\"a\": \"é\n\t\\\"}", "b": ""])
        try written.write(to: file)
        let read = try SafeTensors(contentsOf: file)
        #expect(read.metadata == written.metadata)
        #expect(read.tensors.map(\.name) == ["a.weight", "empty", "scalar", "tokens"])
        let floats = try read.tensor("a.weight", shape: [2, 3]).floats
        #expect(floats.map(\.bitPattern) == odd.map(\.bitPattern))
        #expect(read["tokens"]?.floats == [-1, 0, Float(Int32.max)])
        #expect(read["scalar"]?.floats == [7] && read["empty"]?.floats == [])
        #expect(try Data(contentsOf: file).count % 4 == 0, "the data is aligned")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 1)
    }

    @Test("elements of every type are converted to floats")
    func conversions() throws {
        func floats(_ type: SafeTensor.ElementType, _ bytes: [UInt8]) -> [Float] {
            let shape: Shape = [bytes.count / type.size]
            return SafeTensor(name: "x", elementType: type, shape: shape, data: Data(bytes)).floats
        }
        // One, minus two, the least number above 0, and infinity, as half precision.
        #expect(
            floats(.float16, [0, 0x3C, 0, 0xC0, 1, 0, 0, 0x7C]) == [1, -2, 0x1p-24, .infinity])
        #expect(floats(.float16, [0xFF, 0x7B, 0, 0x04]) == [65504, 0x1p-14])
        #expect(floats(.bfloat16, [0x80, 0x3F, 0, 0xC0]) == [1, -2])
        #expect(floats(.float64, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]) == [1])
        #expect(floats(.int64, [0xFE] + [UInt8](repeating: 0xFF, count: 7)) == [-2])
        #expect(floats(.uint8, [200]) == [200] && floats(.int8, [200]) == [-56])
    }

    @Test("a file shorter than its header is refused")
    func truncatedHeader() throws {
        try Data([1, 2, 3]).write(to: file)
        #expect(problem() == .truncatedHeader(bytes: 3))
        try write("{}", length: 3)
        #expect(problem() == .headerTooLong(length: 3, available: 2))
        try write("{}", length: .max)
        #expect(problem() == .headerTooLong(length: .max, available: 2))
    }

    @Test(
        "a header that is not the format's is refused",
        arguments: [
            "", "[]", "{", "{\"x\": 1}", "{\"x\": {\"dtype\": \"F32\"}}", "{\"__metadata__\": 3}",
            "{\"x\": {\"dtype\": \"F32\", \"shape\": [1.5], \"data_offsets\": [0, 4]}}",
            "{\"x\": {\"dtype\": \"F32\", \"shape\": [1e30], \"data_offsets\": [0, 4]}}",
            "{\"__metadata__\": {\"config\": 3}}",
        ])
    func malformedHeader(_ header: String) throws {
        try write(header, data: 4)
        guard case .malformedHeader = problem() else {
            Issue.record("\(String(describing: problem()))")
            return
        }
    }

    @Test("a tensor whose type, shape and offsets disagree is refused")
    func impossibleEntries() throws {
        func entry(_ type: String, _ shape: String, _ offsets: String) throws
            -> SafeTensorsError.Problem?
        {
            try write(
                "{\"x\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}",
                data: 8)
            return problem()
        }
        #expect(try entry("F32", "[2]", "[0, 8]") == nil)
        #expect(try entry("F9", "[2]", "[0, 8]") == .unknownType(tensor: "x", type: "F9"))
        #expect(
            try entry("F32", "[-2]", "[0, 8]") == .impossibleShape(tensor: "x", dimensions: [-2]))
        let huge = [Int.max, 2]
        #expect(
            try entry("F32", "\(huge)", "[0, 8]") == .impossibleShape(tensor: "x", dimensions: huge)
        )
        for offsets in [[0], [8, 0], [-8, 0], [0, 4, 8]] {
            #expect(
                try entry("F32", "[2]", "\(offsets)")
                    == .impossibleOffsets(tensor: "x", offsets: offsets))
        }
        #expect(
            try entry("F32", "[2]", "[0, 4]")
                == .sizeMismatch(tensor: "x", expected: 8, found: 4))
        #expect(try entry("F32", "[4]", "[0, 16]") == .truncatedData(expected: 16, found: 8))
        #expect(try entry("F32", "[1]", "[4, 8]") == .unclaimed(from: 0, to: 4))
        #expect(try entry("F32", "[1]", "[0, 4]") == .unclaimed(from: 4, to: 8))
    }

    @Test("tensors that overlap, and names that stand twice, are refused")
    func overlaps() throws {
        func entry(_ name: String, _ start: Int, _ end: Int) -> String {
            "\"\(name)\":{\"dtype\":\"U8\",\"shape\":[\(end - start)],"
                + "\"data_offsets\":[\(start),\(end)]}"
        }
        try write("{\(entry("a", 0, 4)),\(entry("b", 3, 8))}", data: 8)
        #expect(problem() == .overlap(first: "a", second: "b"))
        try write("{\(entry("a", 0, 4)),\(entry("a", 4, 8))}", data: 8)
        #expect(problem() == .malformedHeader(reason: "the key 'a' is given twice"))
        try write("{\"__metadata__\": {\"config\": \"a\", \"config\": \"b\"}}", data: 0)
        let reason = "the key '__metadata__.config' is given twice"
        #expect(problem() == .malformedHeader(reason: reason))
    }

    @Test("no damage of one byte, and no truncation, crashes the reader")
    func fuzz() throws {
        let whole = SafeTensors(
            [
                SafeTensor("a", shape: [2, 2], floats: [1, 2, 3, 4]),
                SafeTensor("b", shape: [3], floats: [5, 6, 7]),
            ], metadata: ["k": "v"])
        try whole.write(to: file)
        let bytes = try Data(contentsOf: file)
        for length in 0..<bytes.count {
            #expect(throws: SafeTensorsError.self) {
                try SafeTensors(bytes: bytes.prefix(length), file: file)
            }
        }
        let random = RandomStream(seed: 1, purpose: .test)
        for trial in 0..<UInt64(2000) {
            var damaged = bytes
            let place = random.integer(at: 2 * trial, below: bytes.count)
            damaged[place] = UInt8(random.integer(at: 2 * trial + 1, below: 256))
            // Some damage is harmless (inside the data, say); none may trap.
            if let read = try? SafeTensors(bytes: damaged, file: file) {
                for tensor in read.tensors { #expect(tensor.floats.count == tensor.shape.count) }
            }
        }
    }

    @Test("errors are sentences that name the file")
    func sentences() throws {
        #expect(throws: FileError.self) { try SafeTensors(contentsOf: file) }
        let absent = FileError(reading: file, code: ENOENT).description
        #expect(absent == "The file '\(file.path)' cannot be read: there is no such file.")
        let tensors = SafeTensors([SafeTensor("h.0.weight", shape: [1], floats: [1])])
        try tensors.write(to: file)
        let read = try SafeTensors(contentsOf: file)
        let missing = #expect(throws: SafeTensorsError.self) { try read.tensor("h.1.weight") }
        #expect(
            missing?.description == "The safetensors file '\(file.path)' has no tensor "
                + "'h.1.weight'; the nearest name is 'h.0.weight'.")
        #expect(throws: SafeTensorsError.self) { try read.tensor("h.0.weight", shape: [2]) }
        #expect(throws: FileError.self) { try SafeTensors(contentsOf: folder.url) }
        let nowhere = folder.file("no/such/folder")
        let unwritable = #expect(throws: FileError.self) { try tensors.write(to: nowhere) }
        #expect(unwritable?.description.contains("its folder does not exist") == true)
    }
}
