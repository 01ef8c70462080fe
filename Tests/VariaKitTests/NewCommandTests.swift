import Conformance
import Foundation
import TestSupport
import Testing
import Transformer

@Suite("varia new")
struct NewCommandTests {
    private static let catalogue = """
        public import Transformer

        public let standardCatalogue = Catalogue([
            Standard.self,
        ])

        """

    /// A checkout as far as `varia new` looks at one.
    private func withCheckout(_ body: (URL) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let variants = folder.appendingPathComponent("Variants")
            try FileManager.default.createDirectory(
                at: variants, withIntermediateDirectories: true)
            try Data(Self.catalogue.utf8)
                .write(to: variants.appendingPathComponent("Catalog.swift"))
            try body(folder)
        }
    }

    private func content(_ path: String, of folder: URL) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("it writes a variant's file and the last line of the catalogue")
    func writes() throws {
        try withCheckout { folder in
            let result = try VariaProcess.run(["new", "my-2nd-attention"], in: folder)
            #expect(result.status == 0)
            #expect(result.output == "Variants/My2ndAttention.swift\nVariants/Catalog.swift\n")
            let source = try content("Variants/My2ndAttention.swift", of: folder)
            #expect(source.contains("struct My2ndAttention: PlainVariant {"))
            #expect(source.contains("static let name = \"my-2nd-attention\""))
            let expected = Self.catalogue.replacing(
                "    Standard.self,\n", with: "    Standard.self,\n    My2ndAttention.self,\n")
            #expect(try content("Variants/Catalog.swift", of: folder) == expected)
        }
    }

    @Test("what it writes is a variant that differs from the baseline and passes every check")
    func conformance() throws {
        // `TemplateVariant.swift` beside this file is what `varia new template-variant` writes.
        let compiled = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("TemplateVariant.swift"), encoding: .utf8)
        try withCheckout { folder in
            let result = try VariaProcess.run(["new", "template-variant"], in: folder)
            #expect(result.status == 0)
            let written = try content("Variants/TemplateVariant.swift", of: folder)
            #expect(written == compiled)
        }
        let variant = try Catalogue([TemplateVariant.self]).resolve("template-variant")
        let report = Conformance.check(variant)
        #expect(report.passed, "\(report)")
    }

    @Test("a second variant of the same name is refused, and nothing is written")
    func twice() throws {
        try withCheckout { folder in
            let arguments = ["new", "mine", "--directory", folder.path]
            #expect(try VariaProcess.run(arguments).status == 0)
            let source = try content("Variants/Mine.swift", of: folder)
            let catalogue = try content("Variants/Catalog.swift", of: folder)
            let second = try VariaProcess.run(arguments)
            #expect(second.status == 1 && second.messages.contains("exists already"))
            #expect(try content("Variants/Mine.swift", of: folder) == source)
            #expect(try content("Variants/Catalog.swift", of: folder) == catalogue)
        }
    }

    @Test("outside a checkout it says where to go")
    func elsewhere() throws {
        try TemporaryFolder.with { folder in
            let result = try VariaProcess.run(["new", "mine"], in: folder)
            #expect(result.status == 1)
            #expect(
                result.messages.contains("no checkout") && result.messages.contains("--directory"))
        }
    }

    @Test(
        "a folder that may not be written is a sentence in the words of all others",
        .disabled(if: NSUserName() == "root", "root may write anywhere"))
    func readOnly() throws {
        try withCheckout { folder in
            let variants = folder.appendingPathComponent("Variants").path
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o555], ofItemAtPath: variants)
            let result = try VariaProcess.run(["new", "mine"], in: folder)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: variants)
            #expect(result.status == 1)
            #expect(result.messages.contains("cannot be written: permission is denied."))
        }
    }

    @Test("a catalogue that cannot be read is told from a folder that is no checkout")
    func unreadableCatalogue() throws {
        try withCheckout { folder in
            let file = folder.appendingPathComponent("Variants/Catalog.swift")
            try Data([0x2F, 0x2F, 0xFF, 0xFE, 0x0A]).write(to: file)
            let damaged = try VariaProcess.run(["new", "mine"], in: folder)
            #expect(damaged.status == 1 && !damaged.messages.contains("no checkout"))
            #expect(damaged.messages.contains("Catalog.swift' is not text in UTF-8"))
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            let unreadable = try VariaProcess.run(["new", "mine"], in: folder)
            #expect(unreadable.status == 1 && !unreadable.messages.contains("no checkout"))
            #expect(unreadable.messages.contains("cannot be read: it is a folder"))
        }
    }

    @Test("a catalogue without a list is refused, and no file is left behind")
    func strangeCatalogue() throws {
        try withCheckout { folder in
            try Data("let nothing = 0\n".utf8)
                .write(to: folder.appendingPathComponent("Variants/Catalog.swift"))
            #expect(try VariaProcess.run(["new", "mine"], in: folder).status == 1)
            let file = folder.appendingPathComponent("Variants/Mine.swift").path
            #expect(!FileManager.default.fileExists(atPath: file))
        }
    }
}
