import Foundation

/// The task of a job array that this process runs in.
package struct SlurmTaskIdentity: Hashable, Sendable {
    package let array: Int
    package let task: Int

    /// As people and `squeue` know it: `17_3`.
    package var name: String { "\(array)_\(task)" }

    /// Nil where the environment is not that of such a task.
    package init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let array = environment["SLURM_ARRAY_JOB_ID"].flatMap({ Int($0) }),
            let task = environment["SLURM_ARRAY_TASK_ID"].flatMap({ Int($0) })
        else { return nil }
        self.array = array
        self.task = task
    }

    /// Asks the scheduler to start this task again once there is room for it, as before a time
    /// limit; it ends this run of it.
    ///
    /// - Throws: `SlurmError`.
    package func requeue() throws(SlurmError) {
        _ = try SlurmProgram.control.run(["requeue", name])
    }
}
