/// What the text of a scene has said so far, as far as it bears on what may follow.
struct GrammarScene {
    struct Person {
        /// The index in the lexicon.
        let name: Int
        let trade: Int
        var isPresent = true
        var hasSpoken = false
    }

    struct Object {
        /// The index in the lexicon.
        let name: Int
        /// The index in the cast.
        var holder: Int
    }

    /// A question that the next speaker answers.
    struct Question {
        enum Matter {
            case holder(object: Int)
            case trade(of: Int)
        }

        let matter: Matter
        let asker: Int
        let answerer: Int
    }

    static let largestCast = 5
    static let fewestLines = 8

    let realm: GrammarLexicon.Realm
    let greeting: String
    /// Everyone who has entered, in that order.
    var cast: [Person] = []
    var objects: [Object] = []
    var lineCount = 0
    var speaker: Int?
    /// The one who spoke before the last speaker.
    var formerSpeaker: Int?
    var question: Question?

    /// The indices of those who have not left.
    var present: [Int] { cast.indices.filter { cast[$0].isPresent } }

    /// The name of a member of the cast.
    func name(_ person: Int) -> [UInt8] { Self.names[cast[person].name] }

    /// The name of one of the objects.
    func name(ofObject object: Int) -> [UInt8] { Self.objects[objects[object].name] }

    /// The trade of a member of the cast.
    func trade(_ person: Int) -> [UInt8] { Self.trades[cast[person].trade] }

    static let names = GrammarLexicon.names.map { Array($0.utf8) }
    static let trades = GrammarLexicon.trades.map { Array($0.utf8) }
    static let objects = GrammarLexicon.objects.map { Array($0.utf8) }
}
