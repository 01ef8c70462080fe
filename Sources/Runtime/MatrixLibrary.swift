import COneDNN

/// oneDNN as a whole.
package enum MatrixLibrary {
    /// Whether the products of the calling thread run on that thread alone. A library that was
    /// built on a thread pool of its own takes every core, whatever `--jobs` and
    /// `--threads` say.
    private static let usesOneThread = varia_dnn_use_one_thread()

    /// What a user should know of the library before it is used for long; nil for nothing.
    package static var warning: String? {
        usesOneThread
            ? nil
            : "This oneDNN was built on threads of its own and may take every core, whatever "
                + "--jobs and --threads say; one built on OpenMP takes those that they give it."
    }

    /// Keeps the calling thread's products on that thread; cheap, as the library's setting is one
    /// of each thread.
    static func useOneThread() { _ = varia_dnn_use_one_thread() }
}
