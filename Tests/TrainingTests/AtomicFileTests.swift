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
}
