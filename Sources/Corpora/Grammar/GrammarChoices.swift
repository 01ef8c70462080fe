/// The grammar's choices that do not depend on who is on stage.
struct GrammarChoices: Sendable {
    typealias Realm = GrammarLexicon.Realm

    enum Number: Int, CaseIterable, Sendable {
        case singular, plural
    }

    /// How a clause or a sentence may begin.
    enum Opening: Sendable {
        /// With an article; the noun's number where the article decides it.
        case article(Number?)
        case name
        /// Only of a whole sentence: two questions, and passing an object on.
        case askHolder, askTrade, give
    }

    /// What may follow an article: an adjective, and then a noun, or a noun at once.
    enum NounPhrase: Sendable {
        case adjective, noun(Number)
    }

    /// What may follow a subject: something that describes it, or its verb.
    enum Predicate: Sendable {
        case place, relative, intransitive, transitive, speech, copula
    }

    enum Relative: Sendable {
        case transitive, speech
    }

    static let standard = GrammarChoices()

    let places: Choice<Realm>
    let times: Choice<String>
    let scenery: Choice<Void>
    let adjectives: Choice<Void>
    /// Whether the one who enters next is the last.
    let afterPerson = Choice([(", ", 0.6, false), (" and ", 0.4, true)])
    /// Whether the speech ends.
    let afterSentence = Choice([("\n", 0.45, true), (" ", 0.55, false)])
    let capitalArticles: Choice<Opening>
    let smallArticles: Choice<Opening>
    /// The articles of objects, with their number; nil is for what has no noun behind it.
    let objectArticles = Choice<Number?>([
        ("the ", 3, .singular), ("a ", 2, .singular), ("this ", 1, .singular),
        ("every ", 1, .singular), ("those ", 1.5, .plural), ("some ", 1, .plural),
        ("many ", 0.7, .plural), ("two ", 0.7, .plural),
    ])

    private var subjects: [Choice<NounPhrase>] = []
    private var objects: [Choice<NounPhrase>] = []
    private var predicates: [Choice<Predicate>] = []
    private var relatives: [Choice<Relative>] = []

    /// The words after a subject's article, each with the space that follows it. A number that is
    /// nil is decided by the noun.
    func subject(in realm: Realm, _ number: Number?, bare: Bool) -> Choice<NounPhrase> {
        subjects[(realm.rawValue * 3 + (number?.rawValue ?? 2)) * 2 + (bare ? 1 : 0)]
    }

    /// The words after an object's article; its noun has no space behind it.
    func object(in realm: Realm, _ number: Number, bare: Bool) -> Choice<NounPhrase> {
        objects[(realm.rawValue * 2 + number.rawValue) * 2 + (bare ? 1 : 0)]
    }

    /// What follows a subject of a number: with descriptions before the verb or without, and with
    /// verbs that quote or without.
    func predicate(_ number: Number, described: Bool, quoting: Bool) -> Choice<Predicate> {
        predicates[(number.rawValue * 2 + (described ? 1 : 0)) * 2 + (quoting ? 1 : 0)]
    }

    /// The verb after "who", with verbs that quote or without.
    func relative(quoting: Bool) -> Choice<Relative> { relatives[quoting ? 1 : 0] }

    private init() {
        places = Choice(
            GrammarLexicon.places.flatMap { place in place.names.map { ($0, 1, place.realm) } })
        times = Choice(GrammarLexicon.times.map { ($0, 1, $1) })
        scenery = Choice(GrammarLexicon.places.flatMap(\.names).map { ($0, 1, ()) })
        adjectives = Choice(GrammarLexicon.adjectives.map { ($0, 1, ()) })
        let articles: [(text: String, weight: Double, number: Number?)] = [
            ("the ", 4, nil), ("a ", 1.5, .singular), ("this ", 1, .singular),
            ("every ", 1, .singular), ("no ", 0.5, .singular), ("those ", 1.5, .plural),
            ("these ", 1, .plural), ("many ", 1, .plural), ("some ", 1, .plural),
        ]
        smallArticles = Choice(articles.map { ($0, $1, .article($2)) })
        capitalArticles = Choice(
            articles.map { ($0.prefix(1).uppercased() + $0.dropFirst(), $1, .article($2)) })
        for realm in Realm.allCases {
            for numbers in [[Number.singular], [.plural], Number.allCases] {
                for bare in [false, true] {
                    subjects.append(
                        Self.nounPhrase(in: realm, numbers, after: " ", bare: bare))
                }
            }
            for number in Number.allCases {
                for bare in [false, true] {
                    objects.append(Self.nounPhrase(in: realm, [number], after: "", bare: bare))
                }
            }
        }
        for number in Number.allCases {
            for described in [false, true] {
                for quoting in [false, true] {
                    predicates.append(
                        Self.predicate(number, described: described, quoting: quoting))
                }
            }
        }
        for quoting in [false, true] { relatives.append(Self.relative(quoting: quoting)) }
    }

    private static func nounPhrase(
        in realm: Realm, _ numbers: [Number], after end: String, bare: Bool
    ) -> Choice<NounPhrase> {
        var choice = Choice<NounPhrase>()
        if !bare {
            choice.add(
                GrammarLexicon.adjectives.map { $0 + " " }, totalWeight: 0.4, .adjective)
        }
        for number in numbers {
            for (home, words) in GrammarLexicon.nouns {
                // The scene's realm has four times the weight of each of the three others.
                let weight = (home == realm ? 4.0 : 1.0) / 7 / Double(numbers.count)
                choice.add(
                    words.map { $0 + (number == .plural ? "s" : "") + end },
                    totalWeight: weight, .noun(number))
            }
        }
        return choice
    }

    private static func predicate(
        _ number: Number, described: Bool, quoting: Bool
    ) -> Choice<Predicate> {
        let ending = number == .singular ? "s" : ""
        var choice = Choice<Predicate>()
        if described {
            choice.add(["near the ", "from the ", "behind the "], totalWeight: 0.15, .place)
            choice.add("who ", weight: 0.15, .relative)
        }
        choice.add(
            GrammarLexicon.intransitives.map { $0 + ending }, totalWeight: 0.3, .intransitive)
        choice.add(
            GrammarLexicon.transitives.map { $0.present + ending + " " }, totalWeight: 0.35,
            .transitive)
        choice.add(number == .singular ? "is " : "are ", weight: 0.1, .copula)
        if quoting {
            choice.add(
                GrammarLexicon.speechVerbs.map { $0.present + ending + ", " }, totalWeight: 0.15,
                .speech)
        }
        return choice
    }

    private static func relative(quoting: Bool) -> Choice<Relative> {
        var choice = Choice<Relative>()
        choice.add(GrammarLexicon.transitives.map { $0.past + " " }, totalWeight: 0.7, .transitive)
        if quoting {
            choice.add(
                GrammarLexicon.speechVerbs.map { $0.past + ", " }, totalWeight: 0.3, .speech)
        }
        return choice
    }
}
