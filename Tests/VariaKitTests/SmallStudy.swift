import Foundation

/// A folder with a text and a sweep over it that takes a second.
struct SmallStudy {
    let folder: URL

    /// Writes the text and the spec.
    init(in folder: URL) throws {
        self.folder = folder
        let text = String(repeating: "the cat sat on the mat and the dog ate the hat. ", count: 20)
        try Data(text.utf8).write(to: folder.appendingPathComponent("text.txt"))
        try write(spec: Self.spec())
    }

    /// The text of the sweep, with other text in some places.
    static func spec(
        corpus: String = "text.txt", base: String = "", variants: String = "\"standard\"",
        grid: String = "", others: String = ""
    ) -> String {
        """
        {
          name: "small",
          data: { corpus: "\(corpus)" },
          base: {
            layers: 1, width: 8, blockSize: 8, batch: 2, steps: 4, warmup: 1, evaluateEvery: 2,
            \(base.isEmpty ? "heads: 2" : base)
          },
          grid: { variant: [\(variants)], seed: [1, 2]\(grid) },
          \(others)
        }
        """
    }

    func write(spec: String, to name: String = "small.json5") throws {
        try Data(spec.utf8).write(to: folder.appendingPathComponent(name))
    }

    func varia(_ arguments: String...) throws -> VariaProcess.Result {
        try VariaProcess.run(arguments, in: folder)
    }

    /// The content of every file of a folder, by path.
    func snapshot(_ name: String) throws -> [String: Data] {
        let root = folder.appendingPathComponent(name)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path)
        var contents: [String: Data] = [:]
        for path in paths {
            let file = root.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
                !isFolder.boolValue
            {
                contents[path] = try Data(contentsOf: file)
            }
        }
        return contents
    }
}
