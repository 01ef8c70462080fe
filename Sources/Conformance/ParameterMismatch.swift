package import Tensors

/// A parameter that a recorded file and a variant do not share.
package enum ParameterMismatch: Hashable, Sendable {
    /// The file has values for a parameter that the variant lacks.
    case unknown(name: String, nearest: String?)
    /// The variant has a parameter for which the file has no values.
    case missing(name: String)
    /// The file has values for the parameter, but no gradient.
    case withoutGradient(name: String)
    /// The file has a gradient for something that is not a parameter of the variant.
    case unknownGradient(name: String)
    /// `tensor` is `param.<name>` or `grad.<name>`.
    case wrongShape(tensor: String, found: Shape, expected: Shape)
}

extension ParameterMismatch {
    /// A clause of the sentence that `ParityError` makes.
    var clause: String {
        switch self {
        case .unknown(let name, let nearest):
            "the file has 'param.\(name)', which is no parameter of the variant"
                + (nearest.map { " (the nearest is '\($0)')" } ?? "")
        case .missing(let name): "the variant's '\(name)' has no 'param.\(name)' in the file"
        case .withoutGradient(let name): "the parameter '\(name)' has no 'grad.\(name)' in the file"
        case .unknownGradient(let name):
            "the file has 'grad.\(name)', which is no parameter of the variant"
        case .wrongShape(let tensor, let found, let expected):
            "'\(tensor)' has the shape \(found), where the variant needs \(expected)"
        }
    }
}
