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
    static func mark(depth: Int) -> String { depth % 2 == 1 ? "\"" : "'" }

    /// The ways in which a clause may go on.
    static func choice(at place: Place) -> Choice<GrammarEnding> { choices[index(of: place)] }

    /// The largest number of quotations that are open at once.
    static let deepestQuotation = 3
    private static let choices: [Choice<GrammarEnding>] = (0..<16 * (deepestQuotation + 1)).map {
        index in
        makeChoice(
            at: Place(
                depth: index / 16, allowsClause: index & 1 != 0, allowsVerb: index & 2 != 0,
                allowsConjunction: index & 4 != 0, allowsAdverb: index & 8 != 0))
    }

    private static func index(of place: Place) -> Int {
        place.depth * 16 + (place.allowsClause ? 1 : 0) + (place.allowsVerb ? 2 : 0)
            + (place.allowsConjunction ? 4 : 0) + (place.allowsAdverb ? 8 : 0)
    }

    private static func makeChoice(at place: Place) -> Choice<GrammarEnding> {
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
            choice.add(
                [" while ", " because ", " when ", " until "], totalWeight: 2, .conjunction)
        }
        if place.allowsAdverb {
            choice.add(
                [" near the ", " behind the ", " beside the "], totalWeight: 1.5, .place)
            choice.add(GrammarLexicon.adverbs.map { " " + $0 }, totalWeight: 2, .adverb)
        }
        return choice
    }
}
