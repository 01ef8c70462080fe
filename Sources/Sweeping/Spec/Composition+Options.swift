package import Transformer

extension Composition {
    /// Refuses options of variants that are not part of this one, and so would change nothing.
    ///
    /// A sweep does so for all of its cells together.
    ///
    /// - Throws: `ConfigurationError`, at the place where the option was set.
    package func refuseIdleOptions(of settings: Settings) throws(ConfigurationError) {
        try [self].refuseIdleOptions(of: settings)
    }
}

extension [Composition] {
    /// Refuses options of variants that are part of none of these.
    ///
    /// - Throws: `ConfigurationError`, at the place where the option was set.
    package func refuseIdleOptions(of settings: Settings) throws(ConfigurationError) {
        for key in settings.keys {
            guard let dot = key.firstIndex(of: ".") else { continue }
            let variant = String(key[..<dot])
            guard !contains(where: { $0.memberNames.contains(variant) }) else { continue }
            let names = map { "'\($0.name)'" }.joined(separator: ", ")
            throw settings.located(
                "it is an option of the variant '\(variant)', which is no part of \(names)", at: key
            )
        }
    }
}
