import Tensors
import Testing

import Compiler

@Suite("The memory plan")
struct MemoryPlanTests {
    @Test("Values that are alive together never overlap, and start on cache lines")
    func noOverlap() {
        let random = RandomStream(seed: 7, purpose: .test)
        for trial in 0..<200 {
            let requests = (0..<40).map { item -> MemoryPlan.Request in
                let index = UInt64(trial * 1000 + item * 4)
                let start = random.integer(at: index, below: 50)
                return .init(
                    count: 1 + random.integer(at: index + 1, below: 500),
                    lifetime: start...(start + random.integer(at: index + 2, below: 20)))
            }
            let plan = MemoryPlan(requests)
            for (i, a) in requests.enumerated() {
                #expect(plan.offsets[i] % 16 == 0)
                #expect(plan.offsets[i] + a.count <= plan.count)
                for (j, b) in requests.enumerated().dropFirst(i + 1)
                where a.lifetime.overlaps(b.lifetime) {
                    #expect(
                        plan.offsets[i] + a.count <= plan.offsets[j]
                            || plan.offsets[j] + b.count <= plan.offsets[i])
                }
            }
        }
    }

    @Test("Values that follow one another share memory")
    func reuse() {
        let plan = MemoryPlan([
            .init(count: 160, lifetime: 0...1), .init(count: 160, lifetime: 2...3),
            .init(count: 80, lifetime: 2...3),
        ])
        #expect(plan.count == 240)
    }
}
