import Sweeping
import Tensors
import Testing

/// Algorithm 2 of Li et al. (2020) as it is printed, but for the list of configurations in the place
/// of an endless draw.
private struct PrintedAlgorithm {
    let reduction: Int
    let configurations: Int
    /// (configuration, loss) of each rung, in the order in which they were completed.
    var rungs: [[(configuration: Int, loss: Double)]]
    var promoted: [Set<Int>]
    var begun = 0

    init(configurations: Int, reduction: Int, rungs: Int) {
        self.configurations = configurations
        self.reduction = reduction
        self.rungs = Array(repeating: [], count: rungs)
        promoted = Array(repeating: [], count: rungs)
    }

    mutating func getJob() -> (configuration: Int, rung: Int)? {
        for k in stride(from: rungs.count - 2, through: 0, by: -1) {
            let sorted = rungs[k].sorted {
                ($0.loss, $0.configuration) < ($1.loss, $1.configuration)
            }
            let candidates = sorted.prefix(rungs[k].count / reduction).map(\.configuration)
            let promotable = candidates.filter { !promoted[k].contains($0) }
            if let first = promotable.first {
                promoted[k].insert(first)
                return (first, k + 1)
            }
        }
        guard begun < configurations else { return nil }
        begun += 1
        return (begun - 1, 0)
    }
}

@Suite("Successive halving")
struct SuccessiveHalvingTests {
    typealias Decision = SuccessiveHalving.Decision

    @Test("a worked example, one decision per event")
    func workedExample() {
        var halving = SuccessiveHalving(trials: 6, reduction: 2, rungs: 3)
        var log: [Decision?] = []
        func decide() {
            let decision = halving.next()
            log.append(decision)
            switch decision {
            case .promote(let trial, let rung): halving.place(trial, in: rung)
            case .begin(let trial): halving.place(trial, in: 0)
            case nil: break
            }
        }
        decide()
        // One result: a half of it is none.
        halving.complete(0, loss: 5)
        decide()
        // The better of two.
        halving.complete(1, loss: 4)
        decide()
        // The best of two in rung 1 takes two.
        halving.complete(1, loss: 3.5)
        decide()
        // Better than the one that was promoted, of three.
        halving.complete(2, loss: 3)
        decide()
        // Worse than 1 in rung 1, which therefore is promoted to the end.
        halving.complete(2, loss: 3.6)
        decide()
        halving.complete(1, loss: 3.4)
        decide()
        // Of four in rung 0 the best two are promoted already.
        halving.complete(3, loss: 9)
        decide()
        halving.complete(4, loss: 8)
        decide()
        // Of six in rung 0, the third is 1's follower.
        halving.complete(5, loss: 7)
        decide()
        #expect(
            log == [
                .begin(0), .begin(1), .promote(1, to: 1), .begin(2), .promote(2, to: 1),
                .promote(1, to: 2), .begin(3), .begin(4), .begin(5), .promote(0, to: 1),
            ])
        halving.complete(0, loss: 4.5)
        #expect(halving.next() == nil)
        #expect(halving.underWay.isEmpty)
        #expect(halving.completedCount(of: 1) == 3 && halving.completedCount(of: 0) == 2)
    }

    @Test(
        "recorded orders of completions give the promotions of the printed algorithm",
        arguments: [2, 3, 4], [1, 3, 8])
    func replay(reduction: Int, workers: Int) {
        for seed in 0..<20 {
            let stream = RandomStream(seed: UInt64(seed), purpose: .test)
            let trials = 40
            let rungs = 4
            var printed = PrintedAlgorithm(
                configurations: trials, reduction: reduction, rungs: rungs)
            var halving = SuccessiveHalving(trials: trials, reduction: reduction, rungs: rungs)
            var atWork: [(configuration: Int, rung: Int)] = []
            var event: UInt64 = 0
            var promotions = 0
            while true {
                while atWork.count < workers {
                    let expected = printed.getJob()
                    let decision = halving.next()
                    switch decision {
                    case .promote(let trial, let rung):
                        #expect(expected?.configuration == trial && expected?.rung == rung)
                        halving.place(trial, in: rung)
                        promotions += 1
                    case .begin(let trial):
                        #expect(expected?.configuration == trial && expected?.rung == 0)
                        halving.place(trial, in: 0)
                    case nil: #expect(expected == nil)
                    }
                    guard let expected else { break }
                    atWork.append(expected)
                }
                guard !atWork.isEmpty else { break }
                // Any of those at work completes next, with one of few losses, so that some are equal.
                let done = atWork.remove(at: stream.integer(at: event, below: atWork.count))
                let loss = Double(stream.integer(at: event + 1, below: 50))
                event += 2
                printed.rungs[done.rung].append((done.configuration, loss))
                halving.complete(done.configuration, loss: loss)
            }
            #expect(promotions >= trials / reduction)
            #expect((0..<trials).allSatisfy { halving.completedCount(of: $0) > 0 })
        }
    }

    @Test("a trial that diverged counts in its rung, and is never promoted")
    func diverged() {
        var halving = SuccessiveHalving(trials: 4, reduction: 2, rungs: 2)
        for trial in 0..<4 {
            halving.place(trial, in: 0)
            halving.complete(trial, loss: trial == 3 ? 1 : trial == 2 ? .nan : .infinity)
        }
        // Two of four would be promoted, but only one has a loss.
        #expect(halving.next() == .promote(3, to: 1))
        halving.place(3, in: 1)
        halving.complete(3, loss: 1)
        #expect(halving.next() == nil && halving.underWay.isEmpty)
    }

    @Test("a trial that others hold keeps its place, and the next best does not take it")
    func held() {
        var halving = SuccessiveHalving(trials: 3, reduction: 2, rungs: 2)
        for (trial, loss) in [(0, 1.0), (1, 2.0)] {
            halving.place(trial, in: 0)
            halving.complete(trial, loss: loss)
        }
        #expect(halving.next() == .promote(0, to: 1))
        #expect(halving.next(besides: [0]) == .begin(2))
        #expect(halving.next(besides: [0, 2]) == nil)
    }

    @Test("what was stopped is promoted when more trials come, whatever the order of telling")
    func restored() {
        // As a directory tells it: where each is, and its losses.
        let known: [(trial: Int, rung: Int, losses: [Double])] = [
            (2, 1, [1]), (0, 0, [3]), (1, 1, [2, 2]), (3, 0, [4]),
        ]
        var halving = SuccessiveHalving(trials: 6, reduction: 2, rungs: 2)
        for one in known {
            halving.place(one.trial, in: one.rung)
            for loss in one.losses { halving.complete(one.trial, loss: loss) }
        }
        #expect(halving.underWay == [2])
        halving.complete(2, loss: 1)
        #expect(halving.next() == .begin(4))
        for trial in [4, 5] {
            halving.place(trial, in: 0)
            halving.complete(trial, loss: 9)
        }
        #expect(halving.next() == .promote(0, to: 1))
    }
}
