#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SweepCoordinator {
    /// Asks all workers to save their trials and stop, and waits until they have; those that take
    /// too long are killed, and their trials go on from their last evaluation another time.
    func stopWorkers() {
        for worker in workers { worker.stop() }
        let deadline = ContinuousClock.now + stopPatience
        var wereKilled = false
        while !workers.isEmpty {
            wait()
            let ended = workers.filter { $0.end != nil }
            for worker in workers { worker.events().forEach(handle) }
            workers.removeAll { worker in ended.contains { $0 === worker } }
            if !wereKilled, !workers.isEmpty, ContinuousClock.now >= deadline {
                wereKilled = true
                display.message(
                    "Workers that did not stop in time are killed; their trials will go on from their "
                        + "last evaluation.")
                for worker in workers { worker.end(by: SIGKILL) }
            }
            display.update(progress)
        }
    }
}
