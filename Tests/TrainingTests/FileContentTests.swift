import Foundation
import TestSupport
import Testing
import Training

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The content of files")
struct FileContentTests {
    @Test("a file that is not there is told from one that cannot be read")
    func missing() throws {
        try TemporaryFolder.with { folder in
            let none = #expect(throws: FileError.self) {
                try FileContent.read(folder.file("none"))
            }
            #expect(none?.isAbsence == true)
            let itself = #expect(throws: FileError.self) { try FileContent.read(folder) }
            #expect(itself?.isAbsence == false && itself?.code == EISDIR)
        }
    }

    #if os(Linux)
        @Test("what the system says of a file that it does not open is passed on")
        func reason() throws {
            try TemporaryFolder.with { folder in
                // A socket is there, and may be read, but is not opened as a file.
                let file = folder.file("socket")
                let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                defer { close(descriptor) }
                var address = sockaddr_un()
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) {
                    $0.copyBytes(from: file.path.utf8)
                }
                let bound = withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                    }
                }
                try #require(bound == 0)
                let error = #expect(throws: FileError.self) { try FileContent.read(file) }
                #expect(error?.code == ENXIO)
            }
        }
    #endif

    @Test("a file's time is that of its last change; one that is not there has none")
    func time() throws {
        try TemporaryFolder.with { folder in
            let file = folder.file("file")
            #expect(FileContent.modificationTime(of: file) == nil)
            try Data().write(to: file)
            let date = Date(timeIntervalSince1970: 1_700_000_000.5)
            try FileManager.default.setAttributes(
                [.modificationDate: date], ofItemAtPath: file.path)
            let time = try #require(FileContent.modificationTime(of: file))
            #expect(abs(time.timeIntervalSince(date)) < 0.001)
        }
    }
}
