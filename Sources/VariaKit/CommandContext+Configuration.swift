import Sweeping
import Transformer

extension CommandContext {
    /// What `--set` and `--variant` say, each with its place for errors.
    ///
    /// - Throws: `ConfigurationError`, or `UsageError` where the variant is named twice.
    func settings(_ arguments: Arguments) throws -> Settings {
        var settings = try Settings(arguments: arguments.values(.set))
        if let variant = arguments.value(.variant) {
            guard settings["variant"] == nil else {
                throw UsageError.refused(
                    "The variant is named twice, by --variant and by --set; keep one of them.")
            }
            settings.set(
                "variant", to: .string(variant),
                origin: Settings.Origin(source: CommandOption.variant.name, path: ""))
        }
        return settings
    }

    /// A composition that an argument names.
    ///
    /// - Parameter option: The option whose value it is, if it is one.
    /// - Throws: `UsageError`.
    func composition(_ name: String, of option: CommandOption? = nil) throws -> Composition {
        do { return try catalogue.resolve(name) } catch {
            throw UsageError.refused((option.map { "\($0.name): " } ?? "") + "\(error)")
        }
    }

    /// Does something with a composition that the command line names, for which members that do not
    /// go together are a mistake of the command line.
    func tracing<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as CompositionError {
            throw UsageError.refused("\(error)")
        }
    }
}

extension ConfigurationError {
    /// Whether it is the command line that is wrong, and not a file.
    var isOfCommandLine: Bool {
        source == Settings.argumentSource || source == CommandOption.variant.name
    }
}
