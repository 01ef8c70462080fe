import Testing

@testable import VariaKit

@Suite("More threads than cores")
struct ThreadsWarningTests {
    @Test("are warned of, in one sentence with all numbers")
    func tooMany() {
        #expect(
            ThreadsWarning(threads: 4, cores: 2).text?.hasPrefix("Warning: 4 threads share 2 cores")
                == true)
        #expect(
            ThreadsWarning(threads: 2, jobs: 2, cores: 3).text?
                .hasPrefix("Warning: 2 jobs of 2 threads share 3 cores") == true)
    }

    @Test("are not, where there are cores enough or each trial has one thread")
    func enough() {
        #expect(ThreadsWarning(threads: 2, cores: 2).text == nil)
        #expect(ThreadsWarning(threads: 2, jobs: 2, cores: 4).text == nil)
        #expect(ThreadsWarning(threads: 1, jobs: 9, cores: 2).text == nil)
    }
}
