/// Words as a shell would tell them apart.
package enum ShellWords {
    /// A word as a person would type it: quoted where a shell would read it otherwise.
    package static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_./+=:,@%".contains($0))
        }
        guard word.isEmpty || !isPlain else { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// Splits a line at white space that is neither between quotation marks nor behind a backslash.
    /// Nothing is expanded.
    ///
    /// - Returns: Nil where a quotation mark is not closed, or a backslash is last.
    package static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = line[...]
        while let character = characters.popFirst() {
            switch (quote, character) {
            case (let open?, _) where character == open: quote = nil
            case (nil, "\""), (nil, "'"):
                quote = character
                word = word ?? ""
            case (nil, "\\"), ("\"", "\\"):
                guard let next = characters.popFirst() else { return nil }
                word = (word ?? "") + String(next)
            case (nil, _) where character.isWhitespace:
                if let whole = word { words.append(whole) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }
}
