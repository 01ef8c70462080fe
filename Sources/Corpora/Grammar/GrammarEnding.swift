/// How a clause may go on or end.
enum GrammarEnding: Sendable {
    /// Another verb of the same subject, and so of the same number.
    case and
    /// A clause that hangs on this one.
    case conjunction
    case place, adverb
    /// The end of the sentence, of the quotation, and of one of the quotation's clauses.
    case stop, close, semicolon

    /// What decides how a clause may go on.
    struct Place: Sendable {
        /// The number of quotations that are open.
        var depth: Int
        /// Whether the quotation may have another clause.
        var allowsClause = false
        var allowsVerb = true
        var allowsConjunction = true
        /// Whether the clause ends with a verb without object.
        var allowsAdverb = false
    }

    /// The mark that opens and closes a quotation, by how many are open in all.
    static func mark(depth: Int) -> [UInt8] { Array((depth % 2 == 1 ? "\"" : "'").utf8) }

    /// The ways in which a clause may go on.
    static func choice(at place: Place) -> Choice<GrammarEnding> {
        var choice = Choice<GrammarEnding>()
        if place.depth == 0 {
            choice.add(".", weight: 5, .stop)
            choice.add("!", weight: 1, .stop)
        } else {
            choice.add(mark(depth: place.depth), weight: 5, .close)
            if place.allowsClause { choice.add("; ", weight: 2, .semicolon) }
        }
        if place.allowsVerb { choice.add(" and ", weight: 1.5, .and) }
        if place.allowsConjunction {
            for text in conjunctions { choice.add(text, weight: 0.5, .conjunction) }
        }
        if place.allowsAdverb {
            for text in prepositions { choice.add(text, weight: 0.5, .place) }
            for text in adverbs { choice.add(text, weight: 0.2, .adverb) }
        }
        return choice
    }

    private static let conjunctions = [" while ", " because ", " when ", " until "].map {
        Array($0.utf8)
    }
    private static let prepositions = [" near the ", " behind the ", " beside the "].map {
        Array($0.utf8)
    }
    private static let adverbs = GrammarLexicon.adverbs.map { Array((" " + $0).utf8) }
}
