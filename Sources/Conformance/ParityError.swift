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
        /// A token id that is not below the vocabulary, and its place.
        case impossibleToken(tensor: String, index: [Int], found: String, vocabulary: Int)
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
        case .impossibleToken(let tensor, let index, let found, let vocabulary):
            "The file '\(file)' has the token id \(found) at \(index) of the tensor '\(tensor)'; "
                + "ids run from 0 to \(vocabulary - 1), as 'vocab_size' is \(vocabulary)."
        case .parameters(let variant, let mismatches):
            "The file '\(file)' does not fit the variant '\(variant)': "
                + mismatches.map(\.clause).joined(separator: "; ") + "."
        }
    }
}
