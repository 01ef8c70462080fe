import Runtime
import Tensors
import Transformer

extension Finding {
    /// Evaluates under other seeds, again, and with a new executor: the losses must be the same to
    /// the bit, with a rate of dropout that is not 0 where the size sets one.
    static func determinism(_ specimen: Specimen) throws -> Finding {
        let point = specimen.point(0)
        let exact = try specimen.interpret(specimen.evaluation, at: point)["losses"] ?? []
        let other = try specimen.interpret(
            specimen.evaluation, at: point, seed: 1, step: 7)["losses"]
        let fast = try FastRun(specimen.evaluation.graph, at: point)
        let first = fast.outputs(seed: 0, step: 0)["losses"] ?? []
        let again = fast.outputs(seed: 1, step: 7)["losses"]
        let anew = try FastRun(specimen.evaluation.graph, at: point)
            .outputs(seed: 0, step: 0)["losses"]
        func finding(_ passed: Bool, _ sentence: String) -> Finding {
            Finding(.determinism, passed: passed, size: specimen.size, sentence)
        }
        if other.map({ !same(exact, $0) }) ?? true {
            return finding(
                false, "The evaluation's losses depend on the seed and step, as if it had dropout.")
        }
        if again.map({ !same(first, $0) }) ?? true {
            return finding(false, "A second evaluation on the fast path gives other losses.")
        }
        if anew.map({ !same(first, $0) }) ?? true {
            return finding(false, "A new executor gives other losses on the fast path.")
        }
        return finding(true, "The evaluation's losses are the same to the bit, whatever the seed.")
    }

    private static func same<Value: BinaryFloatingPoint>(_ a: [Value], _ b: [Value]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
