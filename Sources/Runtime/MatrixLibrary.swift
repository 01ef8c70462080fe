import COneDNN

/// oneDNN as a whole.
package enum MatrixLibrary {
    /// Whether the products of the calling thread run on that thread alone. A library that was
    /// built on a thread pool of its own takes every core, whatever `--jobs` says.
    package static let usesOneThread = varia_dnn_use_one_thread()

    /// Keeps the calling thread's products on that thread; cheap, as the library's setting is one
    /// of each thread.
    static func useOneThread() { _ = varia_dnn_use_one_thread() }
}
