import Corpora
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "The digests of the standard's examples are right",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func examples(text: String, digest: String) {
        #expect(SHA256.hexDigest(of: text) == digest)
    }

    @Test("A million letters a have the standard's digest")
    func million() {
        #expect(
            SHA256.hexDigest(of: [UInt8](repeating: 0x61, count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("Cutting the input into pieces of any length does not change the digest")
    func streaming() {
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 300] {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let whole = SHA256.hexDigest(of: bytes)
            for piece in [1, 7, 63, 64, 65, 200] {
                var hash = SHA256()
                for start in stride(from: 0, to: length, by: piece) {
                    hash.update(bytes[start..<min(start + piece, length)])
                }
                #expect(hash.hexDigest == whole, "\(length) bytes in pieces of \(piece)")
            }
        }
    }

    @Test("Reading the digest leaves the stream open for more")
    func readsWhileOpen() {
        var hash = SHA256()
        hash.update("ab".utf8)
        _ = hash.hexDigest
        hash.update("c".utf8)
        #expect(hash.hexDigest == SHA256.hexDigest(of: "abc"))
    }
}
