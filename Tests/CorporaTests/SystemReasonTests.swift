import Corpora
import Foundation
import Testing

@Suite("Reasons of the system")
struct SystemReasonTests {
    @Test("Foundation's errors have the words of the system's error numbers")
    func words() {
        let denied = [
            CocoaError(.fileReadNoPermission) as any Error, CocoaError(.fileWriteNoPermission),
            POSIXError(.EACCES),
            NSError(
                domain: "x", code: 1,
                userInfo: [NSUnderlyingErrorKey: NSError(domain: NSPOSIXErrorDomain, code: 13)]),
        ]
        for error in denied { #expect(SystemReason.text(of: error) == "permission is denied") }
        #expect(SystemReason.text(of: CocoaError(.fileWriteOutOfSpace)) == "the disk is full")
    }

    @Test("what has no words of its own ends without a stop, to stand within a sentence")
    func others() {
        struct Odd: LocalizedError {
            var errorDescription: String? { "It is odd. " }
        }
        #expect(SystemReason.text(of: Odd()) == "It is odd")
    }
}
