/// Which executor computes: the fast path that trials use, or the definition of every op.
package enum ExecutorKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The compiled program, in Float.
    case cpu
    /// Plain loops, in Double.
    case interpreter
}
