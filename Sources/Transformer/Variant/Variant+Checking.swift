extension Variant {
    /// A sentence about options that cannot be set or shown, if there are such.
    static var optionsProblem: String? {
        let defaults = Options()
        for child in Mirror(reflecting: defaults).children {
            if Mirror(reflecting: child.value).displayStyle == .optional, let label = child.label {
                return
                    "The option '\(label)' of the variant '\(name)' is an optional; give it a type "
                    + "and a default that a sweep can spell."
            }
        }
        do {
            _ = try defaults.members()
        } catch {
            return "The defaults of the variant '\(name)' cannot be written as JSON: \(error)"
        }
        do {
            _ = try Self(options: defaults)
        } catch {
            return "The variant '\(name)' refuses its own defaults: \(error)"
        }
        return nil
    }
}
