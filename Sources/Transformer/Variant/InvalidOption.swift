/// An option that a variant does not take; whoever knows where it was written says so.
struct InvalidOption: Error {
    let option: String
    let problem: ConfigurationError.Problem

    init(_ option: String, _ problem: ConfigurationError.Problem) {
        self.option = option
        self.problem = problem
    }
}
