/// Shows people how a sweep goes.
package protocol SweepDisplay: AnyObject {
    /// Something happened, or some time has gone by.
    func update(_ progress: SweepProgress)
    /// A trial has ended, in this run.
    func ended(_ id: String, _ event: WorkerEvent, _ progress: SweepProgress)
    /// A sentence that somebody should read now.
    func message(_ sentence: String)
    /// No more will come.
    func close(_ progress: SweepProgress)
}
