package import Tensors

/// A recorded file that cannot be compared with a variant.
package struct ParityError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        /// The metadata have no key `config`.
        case noConfiguration
        /// A tensor has other axes than the others and the configuration imply.
        case wrongShape(tensor: String, found: Shape, expected: String)
        /// Token ids are stored as something that is not a whole number.
        case notWhole(tensor: String, type: String)
        /// A token id that is not below the vocabulary.
        case impossibleToken(tensor: String, element: Int, found: Int, vocabulary: Int)
        /// The file and the variant do not have the same parameters.
        case parameters(variant: String, [ParameterMismatch])
    }

    package let file: String
    package let problem: Problem

    init(_ file: String, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }
}

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

extension ParityError: CustomStringConvertible {
    /// One sentence, or one a parameter that does not fit.
    package var description: String {
        switch problem {
        case .noConfiguration:
            "The file '\(file)' has no metadata key 'config'; it should hold JSON with the keys "
                + NanoGPTConfiguration.keys.map { "'\($0)'" }.joined(separator: ", ") + "."
        case .wrongShape(let tensor, let found, let expected):
            "The file '\(file)' gives the tensor '\(tensor)' the shape \(found), "
                + "where \(expected) is needed."
        case .notWhole(let tensor, let type):
            "The file '\(file)' stores the tensor '\(tensor)' as \(type), "
                + "where whole numbers such as I32 are needed."
        case .impossibleToken(let tensor, let element, let found, let vocabulary):
            "The file '\(file)' has \(found) as element \(element) of the tensor '\(tensor)'; "
                + "token ids run from 0 to \(vocabulary - 1) by its 'config'."
        case .parameters(let variant, let mismatches):
            "The file '\(file)' does not fit the variant '\(variant)': "
                + mismatches.map(\.clause).joined(separator: "; ") + "."
        }
    }
}

extension ParameterMismatch {
    fileprivate var clause: String {
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
