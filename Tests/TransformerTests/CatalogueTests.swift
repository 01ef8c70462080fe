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

    private struct Optional: Variant {
        static let name = "optional"
        static let summary = ""
        struct Options: VariantOptions { var kernel: Int? }
        let options: Options
    }

    private struct Infinite: Variant {
        static let name = "infinite"
        static let summary = ""
        struct Options: VariantOptions { var reach = Double.infinity }
        let options: Options
    }

    private struct Picky: Variant {
        struct Refusal: Error {}
        static let name = "picky"
        static let summary = ""
        struct Options: VariantOptions { var kernel = 1 }
        let options: Options
        init(options: Options) throws {
            guard options.kernel == 1 else { throw Refusal() }
            self.options = options
        }
    }

    private struct Contrary: Variant {
        static let name = "contrary"
        static let summary = ""
        struct Options: VariantOptions { var kernel = 0 }
        let options: Options
        init(options: Options) throws {
            throw OptionError("kernel", options.kernel, allowed: "another number")
        }
    }

    @Test("Options that no sweep could set or show are refused")
    func options() {
        #expect(
            Catalogue.problem(with: [Optional.self])?.hasPrefix(
                "The option 'kernel' of the variant 'optional' is an optional; ") == true)
        #expect(
            Catalogue.problem(with: [Infinite.self])?.hasPrefix(
                "The defaults of the variant 'infinite' cannot be written as JSON: ") == true)
        #expect(
            Catalogue.problem(with: [Contrary.self])
                == "The variant 'contrary' refuses its own defaults: "
                + "The option 'kernel' is 0, but should be another number.")
        #expect(Catalogue.problem(with: [Picky.self]) == nil)
    }

    @Test("An error of a variant's own about its options names the variant")
    func ownError() {
        #expect(
            throws: CompositionError.option(
                member: "picky", reason: "the options are refused: Refusal()")
        ) {
            try Catalogue([Picky.self]).resolve("picky(kernel=2)")
        }
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
