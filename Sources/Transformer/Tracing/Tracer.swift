import Tensors

/// Traces one model: calls hooks, keeps who is running, and gathers what they declare.
final class Tracer {
    /// Somebody at work: a member's hook, or the baseline's part where there is no member.
    struct Frame {
        let member: Int?
        let hook: Hook
        let scope: String
    }

    let builder = GraphBuilder()
    let config: ModelConfig
    let batch: Int
    let members: [any Variant]
    /// Whether dropout is on.
    let isTraining: Bool

    private(set) var frames: [Frame] = []
    /// The first two members that replace the same part.
    private var clash: CompositionError?
    /// The members that change a part, wherever it stands: that replace it, or transform it.
    private(set) var changers: [Hook: Set<Int>] = [:]
    /// What is asked of the table of token vectors.
    var table = TokenTable()
    private var carries: [Int: Carry] = [:]
    var ledger = Ledger()
    var probes: [(probe: Probe, tensor: Tensor)] = []
    /// The weights [B, H, T, T] of each attention that has some, after all hooks and before dropout.
    private(set) var attentions: [(layer: Int, weights: Tensor)] = []

    init(_ config: ModelConfig, members: [any Variant], batch: Int, isTraining: Bool) {
        self.config = config
        self.members = members
        self.batch = batch
        self.isTraining = isTraining
    }

    /// The member whose hook is at work, directly or through baseline parts that it asked for.
    var member: Int? { frames.last { $0.member != nil }?.member }

    /// What the member at work carries.
    var carry: Carry {
        let key = member ?? -1
        let carry = carries[key] ?? Carry()
        carries[key] = carry
        return carry
    }

    /// Notes the weights of an attention, in place of those that it noted at an index before.
    ///
    /// - Returns: The attention's index.
    func note(_ weights: Tensor, layer: Int, at index: Int?) -> Int {
        guard let index else {
            attentions.append((layer, weights))
            return attentions.count - 1
        }
        attentions[index].weights = weights
        return index
    }

    func name(of member: Int) -> String { type(of: members[member]).name }

    /// What makes the members impossible together, once the model is traced.
    var conflict: CompositionError? { clash ?? missingTable ?? missingOffset }

    /// Whether a hook's part is being computed, so that a member's replacement asks for the
    /// baseline's.
    func isRunning(_ hook: Hook) -> Bool { frames.contains { $0.hook == hook } }

    /// A part of the model: the only member's replacement, or the baseline's. A member that is
    /// itself in this hook is passed over, so that it reaches what it replaces.
    ///
    /// - Parameters:
    ///   - row: The name of the part's row in the table of layers, if it has one.
    ///   - isContainer: Whether other rows hold what the baseline declares there.
    func part(
        _ hook: Hook, _ scope: String, input: (Tensor, Shape)? = nil, shape: Shape,
        row: String? = nil, isContainer: Bool = false, replacement: (any Variant) -> Tensor?,
        baseline: () -> Tensor
    ) -> Tensor {
        if let (tensor, expected) = input { check(tensor, expected, "the input of \(hook.part)") }
        let row = isRunning(hook) ? nil : row
        if let row { ledger.begin(row, isContainer: isContainer) }
        var replaced: (member: Int, result: Tensor)?
        for member in members.indices where !isRunning(hook, member) {
            let result = running(member, hook, scope) {
                replacement(members[member]).map { checked($0, shape) }
            }
            guard let result else { continue }
            if let first = replaced {
                clash =
                    clash
                    ?? .conflict(
                        first: name(of: first.member), second: name(of: member), part: hook.part)
            } else {
                replaced = (member, result)
                changers[hook, default: []].insert(member)
            }
        }
        let result = replaced?.result ?? running(nil, hook, scope) { checked(baseline(), shape) }
        if row != nil { ledger.end(shape: shape, isAbsent: result.id == input?.0.id) }
        return result
    }

    /// A value after every member's transformation, in the order of the members.
    ///
    /// - Parameter tensors: What the value is made of.
    func chain<Value>(
        _ hook: Hook, _ scope: String, _ value: Value, tensors: (Value) -> [Tensor],
        transform: (any Variant, Value) -> Value
    ) -> Value {
        var value = value
        for member in members.indices where !isRunning(hook, member) {
            let result = running(member, hook, scope) { transform(members[member], value) }
            if tensors(result).map(\.id) != tensors(value).map(\.id) {
                changers[hook, default: []].insert(member)
            }
            value = result
        }
        return value
    }

    /// A tensor after every member's transformation, in the order of the members.
    func chain(
        _ hook: Hook, _ scope: String, _ tensor: Tensor,
        transform: (any Variant, Tensor) -> Tensor
    ) -> Tensor {
        chain(hook, scope, tensor, tensors: { [$0] }, transform: transform)
    }

    /// A result if it has the right shape; otherwise a placeholder that does, so that the trace
    /// goes on to its end, where the failure is thrown.
    func checked(_ tensor: Tensor, _ shape: Shape) -> Tensor {
        check(tensor, shape, "the result")
        return tensor.shape == shape ? tensor : placeholder(shape)
    }

    func placeholder(_ shape: Shape) -> Tensor { builder.constant(0).broadcast(to: shape) }

    private func check(_ tensor: Tensor, _ shape: Shape, _ title: String) {
        if tensor.shape != shape {
            builder.fail("it should be \(shape)", operation: title, shapes: [tensor.shape])
        }
    }

    private func isRunning(_ hook: Hook, _ member: Int) -> Bool {
        frames.contains { $0.hook == hook && $0.member == member }
    }

    private func running<Result>(
        _ member: Int?, _ hook: Hook, _ scope: String, _ body: () -> Result
    ) -> Result {
        frames.append(Frame(member: member, hook: hook, scope: scope))
        let outer = builder.context
        if let member {
            builder.context =
                ["variant '\(name(of: member))'", "hook '\(hook.rawValue)'"]
                + (scope.isEmpty ? [] : [scope])
        }
        defer {
            frames.removeLast()
            builder.context = outer
        }
        return body()
    }
}
