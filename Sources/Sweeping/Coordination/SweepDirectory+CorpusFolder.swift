import Corpora
import Foundation

extension SweepDirectory {
    /// Where other hosts and shells find the corpora that a sweep names by relative paths, as a path
    /// from this directory, so that both may be moved or mounted elsewhere together.
    ///
    /// A corpus is looked up in the spec's folder first, and then in the current one.
    ///
    /// - Returns: Nil where every corpus is known by name, or has a whole path.
    func corpusFolder(of sweep: PreparedSweep) -> String? {
        let paths = Set(sweep.trials.map(\.config.data.corpus)).filter {
            CorpusCatalogue.standard[$0] == nil && !$0.hasPrefix("/")
        }
        guard !paths.isEmpty else { return nil }
        let folder = sweep.plan.spec.folder
        let isBesideSpec = paths.contains { path in
            let file = URL(fileURLWithPath: path, relativeTo: folder)
            return FileManager.default.fileExists(atPath: file.path)
        }
        let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        return Self.path(to: isBesideSpec ? folder : current, from: root)
    }

    /// The folder that `corpusFolder` of a manifest names; this directory where it names none.
    func corpusFolder(of manifest: SweepManifest) -> URL {
        guard let path = manifest.corpusFolder else { return root }
        return URL(fileURLWithPath: path, relativeTo: Self.resolved(root)).standardizedFileURL
    }

    private static func path(to target: URL, from base: URL) -> String {
        let target = resolved(target).pathComponents
        let base = resolved(base).pathComponents
        let shared = zip(target, base).prefix { $0 == $1 }.count
        let parts = Array(repeating: "..", count: base.count - shared) + target[shared...]
        return parts.isEmpty ? "." : parts.joined(separator: "/")
    }

    /// As a folder with its whole path and without links, which `..` would lead astray.
    private static func resolved(_ folder: URL) -> URL {
        URL(
            fileURLWithPath: folder.absoluteURL.resolvingSymlinksInPath().standardizedFileURL.path,
            isDirectory: true)
    }
}
