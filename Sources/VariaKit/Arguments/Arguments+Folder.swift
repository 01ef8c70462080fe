import Foundation

extension Arguments {
    /// The folder that an option names, which may be yet to be made; nil where it was not given.
    ///
    /// - Throws: `UsageError` where a file has that name.
    func folder(_ option: CommandOption) throws -> URL? {
        guard let path = value(option) else { return nil }
        let folder = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
            !isFolder.boolValue
        {
            throw UsageError.badValue(
                option: option.name, found: path, expected: "a folder, and not a file")
        }
        return folder
    }
}
