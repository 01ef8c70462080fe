import Foundation
import Testing

@testable import Runtime

@Suite("A pool of threads")
struct ThreadPoolTests {
    /// Memory that threads write to, each to places of its own.
    private final class Counters: @unchecked Sendable {
        let values: UnsafeMutableBufferPointer<Int>

        init(_ count: Int) {
            values = .allocate(capacity: count)
            values.initialize(repeating: 0)
        }

        deinit { values.deallocate() }
    }

    @Test("does every part once, round after round", arguments: [1, 2, 3, 7])
    func everyPart(threads: Int) {
        let pool = ThreadPool(threads: threads)
        #expect(pool.threads == threads)
        let counters = Counters(100)
        var expected = [Int](repeating: 0, count: 100)
        for round in 0..<2000 {
            // None, one, fewer than threads, and many.
            let parts = [0, 1, 2, 5, 64, 100][round % 6]
            pool.run(parts) { part, thread in
                counters.values[part] += (0..<threads).contains(thread) ? 1 + part % 7 : 1 << 40
            }
            for part in 0..<parts { expected[part] += 1 + part % 7 }
        }
        #expect(Array(counters.values) == expected)
    }

    @Test("works after it has slept")
    func afterSleep() {
        let pool = ThreadPool(threads: 3)
        let counters = Counters(8)
        for _ in 0..<5 {
            Thread.sleep(forTimeInterval: 0.02)
            pool.run(8) { part, _ in counters.values[part] += 1 }
        }
        #expect(Array(counters.values) == [Int](repeating: 5, count: 8))
    }

    @Test("does parts at the same time, on threads of different numbers")
    func concurrency() {
        let pool = ThreadPool(threads: 3)
        let (condition, arrived) = (NSCondition(), Counters(1))
        let (numbers, met) = (Counters(3), Counters(3))
        let end = Date(timeIntervalSinceNow: 20)
        // Each part ends when all have begun.
        pool.run(3) { part, thread in
            numbers.values[part] = thread
            condition.lock()
            arrived.values[0] += 1
            condition.broadcast()
            while arrived.values[0] < 3, condition.wait(until: end) {}
            met.values[part] = arrived.values[0]
            condition.unlock()
        }
        #expect(Array(met.values) == [3, 3, 3])
        #expect(numbers.values.sorted() == [0, 1, 2])
    }

    @Test("ends its threads")
    func noneLeft() throws {
        for round in 0..<100 {
            ThreadPool(threads: 8).run(round % 3) { _, _ in }
        }
        #if os(Linux)
            // Other tests have threads, too, but not hundreds.
            let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
            #expect(threads.count < 350)
        #endif
    }
}
