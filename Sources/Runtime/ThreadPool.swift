import CKernels

/// The threads that share the steps of one trial: the caller's own and workers that wait for parts
/// of a step to do.
///
/// What is a part never depends on who does it, so that the number of threads changes no bit of any
/// result. One caller at a time.
package final class ThreadPool {
    /// All threads, the caller's among them.
    package let threads: Int
    private let pool: OpaquePointer?

    /// - Parameter threads: At least 1. Where the system allows fewer, there are fewer.
    package init(threads: Int = 1) {
        precondition(threads >= 1, "a pool of \(threads) threads could do nothing")
        // The library's setting is one of each thread.
        pool =
            threads > 1 ? varia_pool_create(Int64(threads)) { MatrixLibrary.useOneThread() } : nil
        self.threads = pool.map { Int(varia_pool_threads($0)) } ?? 1
    }

    deinit { varia_pool_destroy(pool) }

    /// Does parts `0..<parts`, each once and in any order, and returns when all are done.
    ///
    /// - Parameter body: Takes a part's number and that of the thread that does it.
    package func run(_ parts: Int, _ body: (_ part: Int, _ thread: Int) -> Void) {
        guard let pool, parts > 1 else {
            for part in 0..<parts { body(part, 0) }
            return
        }
        withoutActuallyEscaping(body) { body in
            withUnsafePointer(to: Work(body: body)) { work in
                varia_pool_run(
                    pool, Int64(parts),
                    { context, part, thread in
                        let work = context?.assumingMemoryBound(to: Work.self).pointee
                        work?.body(Int(part), Int(thread))
                    }, UnsafeMutableRawPointer(mutating: work))
            }
        }
    }

    private struct Work { let body: (Int, Int) -> Void }
}
