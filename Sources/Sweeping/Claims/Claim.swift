import Foundation

/// A trial held by this process.
///
/// A claim can be lost: a holder that was stopped for long is taken for dead. Whoever holds one
/// writes to the trial's folder by `whileHeld` alone, and stops for good where that throws.
package final class Claim: @unchecked Sendable {
    package let folder: TrialFolder
    /// How many claims the trial has seen, this one included, since it last had none.
    package let generation: Int
    private let files: ClaimFiles
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var content: ClaimContent
    private var isLost = false

    private init(_ files: ClaimFiles, generation: Int, content: ClaimContent) {
        folder = files.folder
        self.files = files
        self.generation = generation
        self.content = content
    }

    /// Claims a trial whose latest generation is known: 0 where it has no claim, or that of one
    /// that was released, whose holder is dead, or that is stale.
    ///
    /// Nil if somebody else was faster, or if the one that is thought dead is writing at this moment:
    /// a process that was paused in a write keeps its trial until it goes on or dies.
    ///
    /// - Throws: `SweepError` where the folder cannot be written, `FileError` where it cannot be read.
    package static func acquire(_ folder: TrialFolder, after generation: Int, holder: ClaimHolder)
        throws -> Claim?
    {
        let files = ClaimFiles(folder)
        let content = ClaimContent(holder: holder)
        let own = generation + 1
        return try FolderLock.holdIfFree(folder) {
            guard try files.create(own, content: content) else { return nil }
            // A generation may have been seen long ago: a higher one can exist by now.
            let latest: Int?
            do { latest = try files.generations().max() } catch {
                // Nobody would hold what was created.
                files.remove(own)
                throw error
            }
            guard latest == own else {
                files.remove(through: own)
                return nil
            }
            files.remove(through: generation)
            return Claim(files, generation: own, content: content)
        } ?? nil
    }

    /// Writes to the trial's folder, which no other may claim meanwhile.
    ///
    /// - Throws: `ClaimLost` where the trial is another's by now, and `FileError` where the system
    ///   does not say whose it is; nothing has then been written.
    package func whileHeld<Result>(_ write: () throws -> Result) throws -> Result {
        try FolderLock.hold(folder) {
            guard try isHeld else { throw ClaimLost() }
            return try write()
        }
    }

    /// Shows that the holder lives; false once the claim is lost.
    ///
    /// An error of the system says nothing of whose the claim is, and may be gone at the next beat.
    @discardableResult
    package func beat() -> Bool {
        lock.withLock {
            do {
                guard try isOwn() else { return false }
                content.beat += 1
                isLost = try !files.rewrite(generation, content: content)
                return !isLost
            } catch {
                return true
            }
        }
    }

    /// Notes how far the trial is, for others to read from the next beat on.
    package func note(step: Int, of steps: Int) {
        lock.withLock {
            content.step = step
            content.steps = steps
        }
    }

    /// Whether the trial still is this holder's, as the directory says now.
    ///
    /// - Throws: `FileError` where the system does not say.
    package var isHeld: Bool {
        get throws { try lock.withLock { try isOwn() } }
    }

    /// Gives the trial back, unfinished: the next one to come may have it at once.
    package func release() {
        lock.withLock {
            guard mayBeOwn() else { return }
            content.isReleased = true
            // Where it cannot be written, the claim becomes stale instead.
            _ = try? files.rewrite(generation, content: content)
            isLost = true
        }
    }

    /// Removes the claim of a trial that has ended. Its result must have been written before.
    package func end() {
        lock.withLock {
            guard mayBeOwn() else { return }
            files.remove(through: generation)
            isLost = true
        }
    }

    /// Whether the claim is not known to be lost. Who gives it back touches no later claim in any
    /// case.
    private func mayBeOwn() -> Bool { (try? isOwn()) ?? true }

    private func isOwn() throws -> Bool {
        guard !isLost else { return false }
        let latest = try files.latest()
        isLost = latest?.generation != generation || latest?.content?.holder != content.holder
        return !isLost
    }
}
