/// The grammar's words. Within each list no word is the beginning of another, nouns and adjectives
/// begin with a consonant sound (they follow "a"), and plurals are regular.
enum GrammarLexicon {
    /// A sphere of life; a scene's place decides which nouns are frequent in it.
    enum Realm: Int, CaseIterable, Sendable {
        case sea, field, court, town
    }

    static let places: [(realm: Realm, names: [String])] = [
        (.sea, ["harbour", "quay", "cove", "lighthouse", "beach", "pier"]),
        (.field, ["meadow", "barn", "orchard", "mill", "river", "hill"]),
        (.court, ["palace", "tower", "throne", "garden", "chapel", "gate"]),
        (.town, ["market", "tavern", "bridge", "well", "square", "prison"]),
    ]

    static let times = [
        ("at dawn", "Good morning"), ("at noon", "Good day"), ("at dusk", "Good evening"),
        ("at midnight", "Good night"),
    ]

    static let nouns: [(realm: Realm, words: [String])] = [
        (
            .sea,
            words(
                """
                sailor captain pirate gull whale crab smuggler diver pilot seal pelican turtle shark
                heron tern puffin deckhand stoker rower lobster squid mermaid porpoise rat skipper
                gannet docker swimmer shrimp salter dolphin
                """)
        ),
        (
            .field,
            words(
                """
                shepherd farmer reaper goat cow lamb hunter milkmaid horse hen dog mole badger crow
                hare toad frog rook bee pig gardener sparrow donkey lark stork digger mower picker
                wagoner weasel tramp moth
                """)
        ),
        (
            .court,
            words(
                """
                king queen duke jester knight herald prince baron courtier bishop lord page squire
                falcon hound steward poet minstrel chancellor groom tutor guard count nurse peacock
                valet magician marshal dwarf giant wizard scholar
                """)
        ),
        (
            .town,
            words(
                """
                baker barber weaver cobbler potter merchant beggar tailor clerk piper widow
                neighbour judge cook priest student cat dancer singer carpenter printer nun monk
                lawyer grocer doctor banker sexton vagrant postmaster cousin landlord
                """)
        ),
    ]

    static let adjectives = words(
        """
        young brave weary merry proud quiet clever foolish gentle lonely patient ragged silent
        stubborn tall timid wise pale lazy nervous cheerful blind drowsy bold calm cold cruel dear
        deaf fair fat fond grim happy kind loyal mad meek poor rich rude sad shy slow sly stern
        strange sweet thin wild plump graceful hoarse humble jealous modest nimble pious plain
        polite quick restless rough shabby sleepy solemn sober tender tidy tired vain warm weak
        witty
        """)

    static let intransitives = words(
        """
        sing sleep weep laugh dance kneel shiver whistle wander work wait stumble dream pray hide
        listen tremble grumble whisper linger yawn sneeze snore smile frown bow howl stare limp swim
        climb run sit stand sulk rest chatter crawl faint fall fidget gasp giggle groan hesitate hum
        jump labour mourn nod paddle pause quarrel shudder sneer stammer swoon
        """)

    /// Verbs with an object, and their past.
    static let transitives = pairs(
        """
        fear feared love loved greet greeted follow followed praise praised mock mocked help helped
        chase chased trust trusted admire admired blame blamed forgive forgave remember remembered
        dread dreaded serve served warn warned tease teased guard guarded visit visited obey obeyed
        avoid avoided betray betrayed hate hated seek sought find found need needed doubt doubted
        rescue rescued cheat cheated paint painted scold scolded thank thanked flatter flattered
        accuse accused bribe bribed comfort comforted deceive deceived despise despised disturb
        disturbed embrace embraced honour honoured imitate imitated insult insulted ignore ignored
        nurse nursed reward rewarded shame shamed summon summoned suspect suspected tolerate
        tolerated welcome welcomed
        """)

    /// Verbs of speech and thought, and their past.
    static let speechVerbs = pairs(
        """
        say said claim claimed swear swore sigh sighed think thought shout shouted declare declared
        mutter muttered complain complained insist insisted boast boasted vow vowed admit admitted
        """)

    static let adverbs = words(
        """
        loudly softly again alone together slowly gladly daily outside early
        """)

    static let names = words(
        """
        Hugh Mary Anne Rosalind Edmund Tom Alice Peter Clara Walter Nell Simon Joan Giles Martha
        Robin Kate Oliver Bess Ralph Judith Piers Agnes Silas Dora Felix Greta Ivo Lucy Noah Tilda
        Victor Amos Bertha Caleb Daisy Eli Fanny George Henry Isaac Jacob Lydia Nora Paul Ruth
        Stella Theo Una Wilfred
        """)

    static let trades = words(
        """
        miller smith tanner mason scribe brewer cooper glazier carter fiddler tinker dyer butcher
        saddler roper thatcher chandler draper farrier furrier hatter joiner plumber sawyer
        """)

    static let objects = words(
        """
        lantern ladder letter ring kettle candle mirror basket hammer bell drum map purse spoon
        clock key knife cloak saddle whistle barrel book coin feather bucket broom shovel jug teapot
        trumpet wheel pillow blanket needle rope hat glove pipe plate
        """)

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func pairs(_ text: String) -> [(present: String, past: String)] {
        let words = words(text)
        return stride(from: 0, to: words.count, by: 2).map { (words[$0], words[$0 + 1]) }
    }
}
