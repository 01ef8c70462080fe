import CKernels
package import Compiler

extension Precision {
    /// What runs where this precision is asked for: single precision where the processor or oneDNN
    /// lacks bfloat16.
    package var available: Precision {
        switch self {
        case .float32: .float32
        case .bfloat16: Self.support == .none ? .float32 : .bfloat16
        }
    }

    /// What a user should know before trials run in another precision than was asked for; nil for
    /// nothing.
    package var warning: String? {
        available == self
            ? nil
            : "There is no bfloat16 here (a processor with AVX512_BF16, and a oneDNN that uses it), "
                + "so that precision \(rawValue) runs as \(available.rawValue)."
    }

    /// What runs where this precision is asked for, as results record it; nil for single precision.
    package var record: String? {
        switch available {
        case .float32: nil
        case .bfloat16: rawValue + (Self.support == .emulated ? ", emulated" : "")
        }
    }

    private enum Support { case none, emulated, native }

    private static var support: Support {
        switch varia_bfloat16() {
        case VARIA_BFLOAT16_NATIVE: libraryMultipliesBFloat16 ? .native : .none
        case VARIA_BFLOAT16_EMULATED: .emulated
        default: .none
        }
    }

    private static let libraryMultipliesBFloat16 =
        LibraryMatmul(.square(64), element: .bfloat16) != nil
}
