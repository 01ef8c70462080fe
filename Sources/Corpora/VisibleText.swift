/// Characters in one line, those without a shape of their own written as escapes; beyond the limit,
/// how many more there are.
package func visibleText(_ characters: [Unicode.Scalar], limit: Int) -> String {
    let shown = characters.prefix(limit).map { character in
        character == "\"" || character == "'" ? "\(character)" : character.escaped(asASCII: false)
    }.joined()
    return characters.count > limit ? "\(shown) and \(characters.count - limit) more" : shown
}
