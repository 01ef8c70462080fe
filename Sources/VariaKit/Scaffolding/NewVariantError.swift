/// Why a variant cannot be started.
enum NewVariantError: Error, Hashable {
    case malformedName(String)
    case taken(String)
    case hidesType(String, type: String)
    case noCheckout(String)
    case fileExists(String, file: String)
    /// The catalogue is there and cannot be read; the reason is a sentence.
    case unreadable(reason: String)
    case notText(String)
    case unreadableCatalogue(String)
    case unwritable(String, reason: String)
}

extension NewVariantError: CustomStringConvertible {
    /// One sentence.
    var description: String {
        switch self {
        case .malformedName(let name):
            "'\(name)' cannot name a variant; a name is made of lowercase words and digits joined by "
                + "hyphens and starts with a letter, such as 'my-attention'."
        case .taken(let name):
            "There is a variant '\(name)' already; choose another name."
        case .hidesType(let name, let type):
            "'\(name)' cannot name a variant, as its type would hide the type '\(type)'; add a word, "
                + "as in 'my-\(name)'."
        case .noCheckout(let folder):
            "The folder '\(folder)' is no checkout of Varia, as it has no 'Variants/Catalog.swift'; "
                + "go to one, or name it with --directory."
        case .fileExists(let name, let file):
            "The variant '\(name)' would be written to '\(file)', which exists already; choose "
                + "another name."
        case .unreadable(let reason): reason
        case .notText(let file):
            "The file '\(file)' is not text in UTF-8, as Swift's sources are; restore it first."
        case .unreadableCatalogue(let file):
            "The variant's line has no place in '\(file)': the list that starts with 'Catalogue([' "
                + "should end in a line '])'."
        case .unwritable(let file, let reason):
            "The file '\(file)' cannot be written: \(reason)."
        }
    }
}
