/// The grammar: a play of scenes, in which what was said earlier decides what may come later.
///
///     play:   scene*
///     scene:  heading, entrance, at least eight lines, "Exeunt" with everyone still present
///     line:   a speech, or that someone enters or leaves
///     speech: speaker, greeting (the first time), answer (where asked), one to four sentences
///
/// - A speech's speaker is someone present, mostly the one before the last; who was asked, answers.
/// - Everyone's first words in a scene are the greeting of its time of day.
/// - Who has which object, and who has which trade, is told on entrance and asked for later.
/// - A verb agrees with its subject, whatever stands between (`GrammarPlay+Clause.swift`).
/// - Quotations nest, and close with the mark that opened them.
/// - The place of a scene decides which nouns are frequent in it.
///
/// At each point the rules know from the text so far, and from it alone, what may follow.
package struct GrammarPlay<Tape: GrammarTape> {
    package private(set) var tape: Tape
    var scene = GrammarScene(realm: .sea, greeting: "")
    let choices = GrammarChoices.standard

    package init(tape: Tape) { self.tape = tape }

    /// Goes along the tape, scene by scene, to its end.
    package mutating func run() throws(Tape.Stop) {
        while !tape.isAtEnd { try playScene() }
    }

    mutating func take<Meaning>(_ choice: Choice<Meaning>) throws(Tape.Stop) -> Meaning {
        try tape.take(choice)
    }

    mutating func pass(_ text: String) throws(Tape.Stop) { try tape.pass(text) }
    mutating func pass(_ text: [UInt8]) throws(Tape.Stop) { try tape.pass(text) }

    private mutating func playScene() throws(Tape.Stop) {
        try pass("Scene: the ")
        let realm = try take(choices.places)
        try pass(", ")
        scene = GrammarScene(realm: realm, greeting: try take(choices.times))
        try pass(".\n")
        try playEntrance()
        while try playLine() { scene.lineCount += 1 }
        try pass(enumeration(of: scene.present))
        try pass(".\n\n")
    }

    /// Two to five people come on stage.
    private mutating func playEntrance() throws(Tape.Stop) {
        try pass("Enter ")
        try enter()
        var isLast = false
        while !isLast {
            isLast = scene.cast.count == GrammarScene.largestCast - 1
            if isLast {
                try pass(" and ")
            } else {
                isLast = try take(choices.afterPerson)
            }
            try enter()
        }
        try pass(".\n")
    }

    /// Someone new comes on stage, with a trade and an object that nobody else has.
    private mutating func enter() throws(Tape.Stop) {
        let name = try take(
            unused(GrammarScene.names, except: scene.cast.map(\.name)))
        try pass(" the ")
        let trade = try take(
            unused(GrammarScene.trades, except: scene.cast.map(\.trade)))
        try pass(" with a ")
        let object = try take(
            unused(GrammarScene.objects, except: scene.objects.map(\.name)))
        scene.objects.append(.init(name: object, holder: scene.cast.count))
        scene.cast.append(.init(name: name, trade: trade))
    }

    private func unused(_ texts: [[UInt8]], except used: [Int]) -> Choice<Int> {
        var choice = Choice<Int>()
        for index in texts.indices where !used.contains(index) { choice.add(texts[index], index) }
        return choice
    }

    private enum Line {
        case speech(Int), entrance, exit, end
    }

    /// Plays a line; false if it was the scene's last.
    private mutating func playLine() throws(Tape.Stop) -> Bool {
        switch try take(line()) {
        case .speech(let speaker):
            scene.formerSpeaker = scene.speaker
            scene.speaker = speaker
            try playSpeech(by: speaker)
        case .entrance:
            try enter()
            try pass(".\n")
        case .exit:
            let person = try take(people(scene.present))
            try pass(".\n")
            scene.cast[person].isPresent = false
        case .end: return false
        }
        return true
    }

    private func line() -> Choice<Line> {
        var choice = Choice<Line>()
        if let question = scene.question {
            choice.add(scene.name(question.answerer) + Self.colon, .speech(question.answerer))
            return choice
        }
        for person in scene.present where person != scene.speaker {
            choice.add(
                scene.name(person) + Self.colon, weight: person == scene.formerSpeaker ? 4 : 1,
                .speech(person))
        }
        if scene.cast.count < GrammarScene.largestCast {
            choice.add("Enter ", weight: 0.2, .entrance)
        }
        if scene.present.count > 2 { choice.add("Exit ", weight: 0.3, .exit) }
        if scene.lineCount >= GrammarScene.fewestLines {
            choice.add("Exeunt ", weight: 0.6, .end)
        }
        return choice
    }

    /// A choice among members of the cast, by name.
    func people(_ people: [Int]) -> Choice<Int> {
        var choice = Choice<Int>()
        for person in people { choice.add(scene.name(person), person) }
        return choice
    }

    private func enumeration(of people: [Int]) -> [UInt8] {
        var text: [UInt8] = []
        for (place, person) in people.enumerated() {
            if place > 0 { text += place == people.count - 1 ? Self.and : Self.comma }
            text += scene.name(person)
        }
        return text
    }

    private static var colon: [UInt8] { Array(": ".utf8) }
    private static var comma: [UInt8] { Array(", ".utf8) }
    private static var and: [UInt8] { Array(" and ".utf8) }
}
