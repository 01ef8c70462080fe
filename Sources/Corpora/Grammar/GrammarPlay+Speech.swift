extension GrammarPlay {
    /// What someone says, to the end of the line.
    mutating func playSpeech(by speaker: Int) throws(Tape.Stop) {
        let others = scene.present.filter { $0 != speaker }
        if !scene.cast[speaker].hasSpoken {
            scene.cast[speaker].hasSpoken = true
            try pass(scene.greeting + ", ")
            _ = try take(people(others))
            try pass(". ")
        }
        var sentences = 0
        var isOver = false
        if let question = scene.question {
            scene.question = nil
            try answer(question)
            sentences = 1
            isOver = try take(choices.afterSentence)
        }
        while !isOver {
            try playSentence(by: speaker, to: others)
            sentences += 1
            if scene.question != nil || sentences == 4 {
                try pass("\n")
                return
            }
            isOver = try take(choices.afterSentence)
        }
    }

    private mutating func playSentence(by speaker: Int, to others: [Int]) throws(Tape.Stop) {
        let own = scene.objects.indices.filter { scene.objects[$0].holder == speaker }
        let foreign = scene.objects.indices.filter { scene.objects[$0].holder != speaker }
        var choice = openings(capital: true)
        if !foreign.isEmpty { choice.add("Where is the ", weight: 1.2, .askHolder) }
        choice.add("Who is the ", weight: 0.6, .askTrade)
        if !own.isEmpty { choice.add("I give the ", weight: 0.8, .give) }
        let opening = try take(choice)
        switch opening {
        case .askHolder:
            let object = try take(objects(foreign))
            try ask(.holder(object: object), by: speaker, to: others)
        case .askTrade:
            var trades = Choice<Int>()
            for person in scene.cast.indices where person != speaker {
                trades.add(scene.trade(person), person)
            }
            let person = try take(trades)
            try ask(.trade(of: person), by: speaker, to: others)
        case .give:
            let object = try take(objects(own))
            try pass(" to ")
            scene.objects[object].holder = try take(people(others))
            try pass(".")
        case .article, .name:
            try playClause(opening, at: .init(depth: 0))
        }
    }

    /// How a clause may begin; a speaker does not name himself.
    func openings(capital: Bool) -> Choice<GrammarChoices.Opening> {
        var choice = capital ? choices.capitalArticles : choices.smallArticles
        let others = scene.cast.indices.filter { $0 != scene.speaker }
        for person in others {
            choice.add(scene.name(person), weight: 1.5 / Double(others.count), .name)
        }
        return choice
    }

    private func objects(_ objects: [Int]) -> Choice<Int> {
        var choice = Choice<Int>()
        for object in objects { choice.add(scene.name(ofObject: object), object) }
        return choice
    }

    private mutating func ask(
        _ matter: GrammarScene.Question.Matter, by speaker: Int, to others: [Int]
    ) throws(Tape.Stop) {
        try pass(", ")
        let answerer = try take(people(others))
        try pass("?")
        scene.question = .init(matter: matter, asker: speaker, answerer: answerer)
    }

    /// The one true answer, given what was said in the scene.
    private mutating func answer(_ question: GrammarScene.Question) throws(Tape.Stop) {
        switch question.matter {
        case .holder(let object):
            let holder = scene.objects[object].holder
            if holder == question.answerer {
                try pass("I hold the ")
            } else if scene.cast[holder].isPresent {
                try pass(scene.name(holder))
                try pass(" holds the ")
            } else {
                try pass(scene.name(holder))
                try pass(" took the ")
            }
            try pass(scene.name(ofObject: object))
        case .trade(let person):
            if person == question.answerer {
                try pass("I am the ")
            } else {
                try pass(scene.name(person))
                try pass(" is the ")
            }
            try pass(scene.trade(person))
        }
        try pass(".")
    }
}
