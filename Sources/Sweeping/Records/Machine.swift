import Foundation

/// The computer that a sweep was started on.
package struct Machine: Hashable, Sendable, Codable {
    package var host: String
    /// The operating system and its version.
    package var system: String
    package var cores: Int
    /// The instruction set of the kernels: results are the same to the bit within one set.
    package var instructionSet: String

    package init(host: String, system: String, cores: Int, instructionSet: String) {
        self.host = host
        self.system = system
        self.cores = cores
        self.instructionSet = instructionSet
    }

    /// This computer, whose kernels use the given instruction set.
    package static func current(instructionSet: String) -> Machine {
        let process = ProcessInfo.processInfo
        return Machine(
            host: process.hostName, system: process.operatingSystemVersionString,
            cores: process.activeProcessorCount, instructionSet: instructionSet)
    }
}
