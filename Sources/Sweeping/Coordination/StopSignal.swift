#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The last signal that asked this process to stop; 0 for none. Written by the handler alone.
private nonisolated(unsafe) var received: sig_atomic_t = 0

/// SIGTERM, SIGINT and their like as a question that work can ask between two steps.
package enum StopSignal {
    /// From now on the signals only set `isReceived`, and a reader that goes away is an error of
    /// `write` instead of the process' end.
    ///
    /// - Parameter obeysSecondInterrupt: Whether a second SIGINT ends the process at once. Not for
    ///   workers, which a terminal may interrupt beside their coordinator.
    package static func install(obeysSecondInterrupt: Bool = false) {
        for number in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] {
            signal(number) { received = sig_atomic_t($0) }
        }
        if obeysSecondInterrupt {
            signal(SIGINT) { number in
                if received == SIGINT { _exit(128 + number) }
                received = sig_atomic_t(number)
            }
        }
        signal(SIGPIPE, SIG_IGN)
    }

    package static var isReceived: Bool { received != 0 }

    /// Whether the last signal was that by which a batch script has a scheduler announce the end of
    /// its time: work is to go on in another run of the same task.
    package static var announcesTimeLimit: Bool { received == SIGUSR1 }

    /// Signals that end a process from outside, and so say nothing against its trial.
    static func isFromOutside(_ number: Int32) -> Bool {
        [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGUSR1].contains(number)
    }
}
