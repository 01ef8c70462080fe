import Foundation
import TestSupport
import Testing
import Training

@Suite("Files that appear whole")
struct AtomicFileTests {
    @Test("while they are written have names that tell them from other hidden files")
    func temporaryNames() {
        for name in [".state.safetensors.123-456", ".result.json.1-18446744073709551615"] {
            #expect(AtomicFile.isTemporary(name))
        }
        for name in [".git", ".gitignore", ".name.1", ".name.a-1", "x.1-2", ".", "", ".n.1-2-3"] {
            #expect(!AtomicFile.isTemporary(name), "\(name)")
        }
    }

    @Test("lines that are added stand by themselves, also after a part of one")
    func lines() throws {
        try TemporaryFolder.with { folder in
            let file = folder.file("lines")
            try AtomicFile.append(line: Data("one".utf8), to: file)
            try AtomicFile.append(line: Data("two".utf8), to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "one\ntwo\n")
            try Data("one\nt".utf8).write(to: file)
            try AtomicFile.append(line: Data("three".utf8), to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == "one\nt\nthree\n")
        }
    }
}
