import Foundation
import Testing

@testable import Sweeping

@Suite("A watchdog")
struct WatchdogTests {
    @Test("barks where nothing gets done for as long as its patience, and not before")
    func barks() {
        let barked = DispatchSemaphore(value: 0)
        let watchdog = Watchdog(patience: 0.3) { barked.signal() }
        for _ in 0..<20 {
            Thread.sleep(forTimeInterval: 0.03)
            watchdog.notice()
        }
        #expect(barked.wait(timeout: .now()) == .timedOut)
        #expect(barked.wait(timeout: .now() + 10) == .success)
    }

    @Test("that is stopped does not bark")
    func stopped() {
        let barked = DispatchSemaphore(value: 0)
        let watchdog = Watchdog(patience: 0.1) { barked.signal() }
        watchdog.stop()
        #expect(barked.wait(timeout: .now() + 0.4) == .timedOut)
    }
}
