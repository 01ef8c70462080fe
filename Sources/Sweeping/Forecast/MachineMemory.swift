/// The memory of a computer.
package struct MachineMemory: Hashable, Sendable, Codable {
    /// All that trials could have.
    package var physicalBytes: Int
    /// What nobody uses now.
    package var availableBytes: Int

    package init(physicalBytes: Int, availableBytes: Int) {
        self.physicalBytes = physicalBytes
        self.availableBytes = availableBytes
    }

    /// That of this computer, or of the container that this process runs in.
    package static func current() -> MachineMemory {
        MachineMemory(
            physicalBytes: Platform.physicalBytes, availableBytes: Platform.availableBytes)
    }
}
