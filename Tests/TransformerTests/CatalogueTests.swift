import Testing
import Transformer
import Variants

@Suite("Catalogues")
struct CatalogueTests {
    /// A variant type whose name a test chooses.
    private struct Named<Letters: Spelling>: PlainVariant {
        static var name: String { Letters.text }
        static var summary: String { "" }
    }

    private protocol Spelling: Sendable { static var text: String { get } }
    private enum Empty: Spelling { static let text = "" }
    private enum Sum: Spelling { static let text = "a+b" }
    private enum Bracket: Spelling { static let text = "a(b)" }
    private enum Comma: Spelling { static let text = "a,b" }
    private enum Space: Spelling { static let text = "a b" }
    private enum Capital: Spelling { static let text = "softWindow" }
    private enum Digit: Spelling { static let text = "2-windows" }
    private enum Hyphen: Spelling { static let text = "soft--window" }
    private enum Accent: Spelling { static let text = "fenêtre" }
    private enum Good: Spelling { static let text = "alibi-2" }

    @Test("Names that cannot be spelled in a sweep are refused with a sentence")
    func names() throws {
        let types: [any Variant.Type] = [
            Named<Empty>.self, Named<Sum>.self, Named<Bracket>.self, Named<Comma>.self,
            Named<Space>.self, Named<Capital>.self, Named<Digit>.self, Named<Hyphen>.self,
            Named<Accent>.self,
        ]
        for type in types {
            let problem = try #require(Catalogue.problem(with: standardCatalogue.variants + [type]))
            #expect(problem.contains("is named '\(type.name)', which cannot be spelled in a sweep"))
            #expect(problem.hasSuffix("such as 'my-attention'."))
        }
        #expect(Catalogue.problem(with: standardCatalogue.variants + [Named<Good>.self]) == nil)
    }

    @Test("Two variants of one name are refused by their types")
    func duplicates() throws {
        let variants: [any Variant.Type] = [FirstScores.self, SecondScores.self, FirstScores.self]
        let problem = try #require(Catalogue.problem(with: variants))
        #expect(
            problem == "The variants 'FirstScores' and 'FirstScores' are both named "
                + "'first-scores'; give each a name of its own.")
    }

    @Test("A catalogue that cannot be ends the program with the sentence")
    func ending() async throws {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            _ = standardCatalogue.adding([Named<Sum>.self])
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("is named 'a+b', which cannot be spelled in a sweep"))
    }
}
