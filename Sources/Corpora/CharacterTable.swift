/// The places of characters in an alphabet, looked up for each character of a text: in an array as
/// far as the most common ones go, which hashing would take longer than all else there is to do.
struct CharacterTable: Sendable {
    /// The place, by the character's number; -1 for those that are not in the alphabet.
    private var common: [Int32]
    private var rare: [Unicode.Scalar: Int32] = [:]

    /// Characters from here on are rare: all alphabets with up to two bytes a character come before.
    private static let commonCount = 0x800

    init(_ alphabet: [Unicode.Scalar]) {
        common = Array(repeating: -1, count: Self.commonCount)
        for (place, character) in alphabet.enumerated() {
            if character.value < Self.commonCount {
                common[Int(character.value)] = Int32(place)
            } else {
                rare[character] = Int32(place)
            }
        }
    }

    /// The place of a character; nil for one that is not in the alphabet.
    subscript(character: Unicode.Scalar) -> Int32? {
        guard character.value < Self.commonCount else { return rare[character] }
        let place = common[Int(character.value)]
        return place < 0 ? nil : place
    }

    /// The characters that occur in a text, in order.
    static func alphabet(of text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        var occurs = [Bool](repeating: false, count: commonCount)
        var rare: Set<Unicode.Scalar> = []
        for character in text {
            if character.value < commonCount {
                occurs[Int(character.value)] = true
            } else {
                rare.insert(character)
            }
        }
        let common = occurs.indices.filter { occurs[$0] }.compactMap { Unicode.Scalar(UInt32($0)) }
        return common + rare.sorted()
    }
}
