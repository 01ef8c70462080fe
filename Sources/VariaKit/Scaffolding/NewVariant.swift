import Corpora
import Foundation
import Training

/// A variant that is about to be: its names, its file and its line in the catalogue.
struct NewVariant {
    let name: String
    /// The name of its Swift type, and of its file: `SoftWindow` for `soft-window`.
    let typeName: String

    /// Types that every variant's file uses or could use by their short name; a variant of the same
    /// name would hide them.
    private static let takenTypes: Set<String> = [
        "Any", "AnyObject", "Array", "AttentionSite", "BlockSite", "Bool", "Carry", "Catalogue",
        "Composition",
        "Codable", "Dictionary", "Double", "Error", "Float", "Graph", "Hashable",
        "Initializer", "Int", "Never", "Node", "Op", "Parameter", "Protocol", "Tensors",
        "Transformer", "Variants", "ModelConfig", "ModelSite",
        "NoOptions", "NormSite", "Optional", "OptionError", "PlainVariant", "QueryKeyValue",
        "Range", "Result", "Self", "Sendable", "Set", "Shape", "Site", "String", "SublayerSite",
        "Tensor", "Type", "Variant", "VariantOptions",
    ]

    /// - Throws: `NewVariantError` for a name that cannot be one or is taken.
    init(name: String, existing: [String]) throws(NewVariantError) {
        let words = name.split(separator: "-", omittingEmptySubsequences: false)
        let letters = "a"..."z"
        let isWellFormed =
            words.first?.first.map { letters.contains(String($0)) } == true
            && words.allSatisfy { word in
                !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
            }
        guard isWellFormed else { throw .malformedName(name) }
        guard !existing.contains(name) else { throw .taken(name) }
        self.name = name
        typeName = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        guard !Self.takenTypes.contains(typeName) else {
            throw .hidesType(name, type: typeName)
        }
    }

    /// Writes the file and the line to a checkout, both or neither.
    ///
    /// - Returns: The file's path within the checkout.
    /// - Throws: `NewVariantError`.
    func write(to checkout: URL) throws(NewVariantError) -> String {
        let path = "Variants/\(typeName).swift"
        let catalogueFile = checkout.appendingPathComponent("Variants/Catalog.swift")
        let file = checkout.appendingPathComponent(path)
        let catalogue = try Self.text(of: catalogueFile, in: checkout)
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw .fileExists(name, file: file.path)
        }
        let updated = try adding(to: catalogue, file: catalogueFile.path)
        do {
            try Data(source.utf8).write(to: file, options: .withoutOverwriting)
            do { try Data(updated.utf8).write(to: catalogueFile, options: .atomic) } catch {
                try? FileManager.default.removeItem(at: file)
                throw error
            }
        } catch {
            throw .unwritable(file.path, reason: SystemReason.text(of: error, writing: true))
        }
        return path
    }

    private static func text(of catalogue: URL, in checkout: URL) throws(NewVariantError) -> String
    {
        let content: Data
        do { content = try FileContent.read(catalogue) } catch {
            throw error.isAbsence
                ? .noCheckout(checkout.path) : .unreadable(reason: "\(error)")
        }
        guard let text = String(bytes: content, encoding: .utf8) else {
            throw .notText(catalogue.path)
        }
        return text
    }

    /// The catalogue with the variant's line after the last one.
    private func adding(to catalogue: String, file: String) throws(NewVariantError) -> String {
        var lines = catalogue.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let line = "    \(typeName).self,"
        guard !lines.contains(line) else { throw .taken(name) }
        guard let start = lines.firstIndex(where: { $0.contains("Catalogue([") }),
            let end = lines[start...].firstIndex(of: "])")
        else { throw .unreadableCatalogue(file) }
        lines.insert(line, at: end)
        return lines.joined(separator: "\n")
    }
}
