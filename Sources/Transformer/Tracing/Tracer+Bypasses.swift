extension Tracer {
    /// Whether a member replaces a part that is made of others, which it may leave out.
    var mayLeaveOutParts: Bool {
        Hook.allCases.contains { hook in hook.enclosing.contains { changers[$0] != nil } }
    }

    /// A part that a member changes where it is alone, but that another's replacement leaves out:
    /// the member would be half of what it is.
    ///
    /// - Parameter alone: The model with this member only, traced.
    func bypass(of member: Int, alone: Tracer) -> CompositionError? {
        for hook in Hook.allCases
        where alone.changers[hook] != nil && changers[hook]?.contains(member) != true {
            for whole in hook.enclosing {
                guard let other = changers[whole]?.subtracting([member]).min() else { continue }
                return .bypassed(
                    variant: name(of: member), part: hook.part, by: name(of: other),
                    whole: whole.part)
            }
        }
        return nil
    }
}
