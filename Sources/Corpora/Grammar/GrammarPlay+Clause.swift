/// Clauses:
///
///     clause:    subject, predicate, more of either, ending
///     subject:   name | article, adjective?, noun, descriptions
///     describes: "near the" place | "who" past verb, object | "who" past verb, quotation
///     predicate: verb | verb, object | verb of speech, quotation | "is" adjective
///     quotation: mark, one to three clauses, mark
///
/// All verbs of a subject have its number, across descriptions, quotations and "and".
extension GrammarPlay {
    private static var mostClauses: Int { 3 }

    /// A clause whose opening is taken already, with the sign that ends it.
    @discardableResult
    mutating func playClause(
        _ opening: GrammarChoices.Opening, at place: GrammarEnding.Place
    ) throws(Tape.Stop) -> GrammarEnding {
        var place = place
        var number = try playSubject(opening)
        place.allowsAdverb = try playPredicate(number, described: !isName(opening), at: place)
        while true {
            let ending = try take(GrammarEnding.choice(at: place))
            switch ending {
            case .and:
                place.allowsVerb = false
                place.allowsAdverb = try playPredicate(number, described: false, at: place)
            case .conjunction:
                place.allowsConjunction = false
                place.allowsVerb = true
                let opening = try take(openings(capital: false))
                number = try playSubject(opening)
                place.allowsAdverb = try playPredicate(
                    number, described: !isName(opening), at: place)
            case .place:
                place.allowsAdverb = false
                try take(choices.scenery)
            case .adverb: place.allowsAdverb = false
            case .stop, .close, .semicolon: return ending
            }
        }
    }

    private func isName(_ opening: GrammarChoices.Opening) -> Bool {
        if case .name = opening { true } else { false }
    }

    /// The rest of a subject, with the space after it, and its number.
    private mutating func playSubject(
        _ opening: GrammarChoices.Opening
    ) throws(Tape.Stop) -> GrammarChoices.Number {
        guard case .article(let number) = opening else {
            try pass(" ")
            return .singular
        }
        var phrase = try take(choices.subject(in: scene.realm, number, bare: false))
        while true {
            switch phrase {
            case .noun(let number): return number
            case .adjective:
                phrase = try take(choices.subject(in: scene.realm, number, bare: true))
            }
        }
    }

    /// Descriptions, where they may come, and a verb with what it needs; true after a verb that
    /// needs nothing.
    private mutating func playPredicate(
        _ number: GrammarChoices.Number, described: Bool, at place: GrammarEnding.Place
    ) throws(Tape.Stop) -> Bool {
        let quoting = place.depth < GrammarEnding.deepestQuotation
        var descriptions = described ? 2 : 0
        while true {
            let predicate = try take(
                choices.predicate(number, described: descriptions > 0, quoting: quoting))
            descriptions -= 1
            switch predicate {
            case .place:
                try take(choices.scenery)
                try pass(" ")
            case .relative:
                switch try take(choices.relative(quoting: quoting)) {
                case .transitive: try playObject()
                case .speech: try playQuotation(depth: place.depth + 1)
                }
                try pass(" ")
            case .intransitive: return true
            case .transitive:
                try playObject()
                return false
            case .speech:
                try playQuotation(depth: place.depth + 1)
                return false
            case .copula:
                try take(choices.adjectives)
                return false
            }
        }
    }

    private mutating func playObject() throws(Tape.Stop) {
        var articles = choices.objectArticles
        let others = scene.cast.indices.filter { $0 != scene.speaker }
        for person in others {
            articles.add(scene.name(person), weight: 1.5 / Double(others.count), nil)
        }
        guard let number = try take(articles) else { return }
        var phrase = try take(choices.object(in: scene.realm, number, bare: false))
        while case .adjective = phrase {
            phrase = try take(choices.object(in: scene.realm, number, bare: true))
        }
    }

    private mutating func playQuotation(depth: Int) throws(Tape.Stop) {
        try pass(GrammarEnding.mark(depth: depth))
        for clause in 1...Self.mostClauses {
            let opening = try take(openings(capital: false))
            let place = GrammarEnding.Place(
                depth: depth, allowsClause: clause < Self.mostClauses)
            if case .close = try playClause(opening, at: place) { return }
        }
    }
}
