public import Tensors

/// Tensors that a variant hands from hook to hook, by name. Each member of a composition has its
/// own; they last for the whole model.
public final class Carry {
    private var tensors: [String: Tensor] = [:]

    /// The tensor last set under a name; nil before.
    public subscript(name: String) -> Tensor? {
        get { tensors[name] }
        set { tensors[name] = newValue }
    }
}
