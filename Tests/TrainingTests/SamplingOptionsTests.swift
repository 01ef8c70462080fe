import Tensors
import Testing
import Training

@Suite("Choosing a token")
struct SamplingOptionsTests {
    private let scores: [Float] = [0.5, 2, -1, 2, 1]

    @Test("at temperature 0 always takes the greatest score, the first where two are equal")
    func greedy() throws {
        let options = try SamplingOptions(temperature: 0)
        for uniform in [0, 0.5, 0.999] {
            #expect(options.token(scores, uniform: uniform) == 1)
        }
    }

    @Test("draws from the softmax of the scores over the temperature")
    func softmax() throws {
        let options = try SamplingOptions(temperature: 0.5)
        let candidates = options.candidates([0, 1])
        #expect(candidates.map(\.token) == [1, 0])
        #expect(abs(candidates[0].probability - 1 / (1 + 0.1353352832366127)) < 1e-12)
        let random = RandomStream(seed: 1, purpose: .test)
        let ones = (0..<20_000).filter {
            options.token([0, 1], uniform: random.uniform(at: $0)) == 1
        }
        #expect(abs(Double(ones.count) / 20_000 - candidates[0].probability) < 0.01)
    }

    @Test("top-k keeps the k most probable tokens")
    func topK() throws {
        for k in 1...7 {
            let candidates = try SamplingOptions(topK: k).candidates(scores)
            #expect(candidates.map(\.token) == Array([1, 3, 4, 0, 2].prefix(k)))
            #expect(abs(candidates.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
        }
    }

    @Test("top-p keeps the fewest tokens that together reach the probability")
    func topP() throws {
        let all = try SamplingOptions().candidates(scores)
        for p in [0.001, 0.3, 0.5, 0.8, 0.95, 1] {
            let kept = try SamplingOptions(topP: p).candidates(scores)
            let sums = (0...kept.count).map { all.prefix($0).reduce(0) { $0 + $1.probability } }
            #expect(sums[kept.count] >= p - 1e-12 && sums[kept.count - 1] < p)
            #expect(kept.map(\.token) == all.prefix(kept.count).map(\.token))
            #expect(abs(kept.reduce(0) { $0 + $1.probability } - 1) < 1e-12)
        }
    }

    @Test("every uniform number gives a token that may be drawn")
    func coverage() throws {
        let options = try SamplingOptions(temperature: 2, topK: 4, topP: 0.9)
        let allowed = Set(options.candidates(scores).map(\.token))
        for step in 0..<1000 {
            let token = try #require(options.token(scores, uniform: Double(step) / 1000))
            #expect(allowed.contains(token))
        }
        #expect(options.token([], uniform: 0) == nil)
    }

    @Test("the repetition penalty divides positive scores of drawn tokens, and multiplies others")
    func repetitionPenalty() throws {
        let options = try SamplingOptions(temperature: 0.5, repetitionPenalty: 4)
        // Scores [0.5, 2, -1, 2, 1] become [0.5, 0.5, -4, 2, 0.25].
        let found = options.candidates(scores, drawn: [1, 2, 4, 99])
        let plain = try SamplingOptions(temperature: 0.5).candidates([0.5, 0.5, -4, 2, 0.25])
        #expect(found.map(\.token) == [3, 0, 1, 4, 2])
        #expect(found.map(\.probability) == plain.map(\.probability))
        #expect(found.map(\.token) == plain.map(\.token))
    }

    @Test("the repetition penalty comes before top-k, and applies at temperature 0")
    func repetitionPenaltyFirst() throws {
        let greedy = try SamplingOptions(temperature: 0, repetitionPenalty: 1.5)
        #expect(greedy.token(scores, drawn: [1], uniform: 0) == 3)
        #expect(greedy.token(scores, drawn: [1, 3], uniform: 0) == 1)
        let two = try SamplingOptions(topK: 2, repetitionPenalty: 4)
        #expect(two.candidates(scores, drawn: [1]).map(\.token) == [3, 4])
    }

    @Test("a penalty of 1 changes nothing, and an extreme one leaves scores finite")
    func repetitionPenaltyLimits() throws {
        let plain = try SamplingOptions(topP: 0.9)
        let one = try SamplingOptions(topP: 0.9, repetitionPenalty: 1)
        #expect(
            one.candidates(scores, drawn: [0, 1, 2]).map(\.probability)
                == plain.candidates(scores).map(\.probability))
        for penalty in [1e300, 1e-300] {
            let options = try SamplingOptions(repetitionPenalty: penalty)
            let candidates = options.candidates(scores, drawn: [0, 1, 2, 3, 4])
            #expect(candidates.allSatisfy { $0.probability.isFinite })
        }
    }

    @Test("impossible options are refused in a sentence")
    func refusals() {
        #expect(throws: GenerationError.temperature(-1)) { try SamplingOptions(temperature: -1) }
        #expect(throws: GenerationError.self) { try SamplingOptions(temperature: .nan) }
        #expect(throws: GenerationError.topK(0)) { try SamplingOptions(topK: 0) }
        for p in [0, -0.1, 1.1, .nan] {
            #expect(throws: GenerationError.self) { try SamplingOptions(topP: p) }
        }
        for penalty in [0, -1, .nan, .infinity] {
            #expect(throws: GenerationError.self) {
                try SamplingOptions(repetitionPenalty: penalty)
            }
        }
        #expect(GenerationError.topP(2).description.contains("at most 1"))
    }
}
