import Foundation
import TestSupport
import Testing

@testable import Sweeping

@Suite("A heartbeat")
struct HeartbeatTests {
    @Test("shows again and again that a holder lives, until it is stopped")
    func beats() throws {
        try TemporaryFolder.with { root in
            let claim = try #require(
                try Claim.acquire(TrialFolder(root), after: 0, holder: .current()))
            let file = root.appendingPathComponent("claim-1")
            func beat() throws -> Int {
                let line = try String(contentsOf: file, encoding: .utf8)
                return try #require(ClaimContent(line)).beat
            }
            let heartbeat = Heartbeat(claim, every: 0.02)
            let deadline = ContinuousClock.now + .seconds(20)
            while try beat() < 3, ContinuousClock.now < deadline {
                Thread.sleep(forTimeInterval: 0.01)
            }
            #expect(try beat() >= 3)
            heartbeat.stop()
            // One beat may have been under way.
            Thread.sleep(forTimeInterval: 0.3)
            let last = try beat()
            Thread.sleep(forTimeInterval: 0.3)
            #expect(try beat() == last)
        }
    }
}
