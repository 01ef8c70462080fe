import Foundation

/// Amounts of memory as people read them.
package enum MemoryText {
    /// As `12.3 MiB` or `1.50 GiB`.
    package static func text(_ bytes: Int) -> String {
        let mebibytes = Double(bytes) / 1_048_576
        return mebibytes < 1024
            ? String(format: "%.1f MiB", mebibytes)
            : String(format: "%.2f GiB", mebibytes / 1024)
    }
}
