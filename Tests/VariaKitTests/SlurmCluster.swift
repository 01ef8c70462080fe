import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A real Slurm of two nodes, `n1` and `n2`, on this machine's loopback, with a configuration, keys
/// and state of its own: whoever may run tests may run it, without root or systemd.
///
/// `stop` ends it with all that it has started.
final class SlurmCluster {
    enum Failure: Error {
        case missing(program: String)
        case notReady(log: String)
        case failed(program: String, status: Int32, messages: String)
    }

    /// Whether tests that need it can run, or must.
    static var isWanted: Bool {
        ProcessInfo.processInfo.environment["VARIA_REQUIRE_SLURM"] == "1" || isInstalled
    }

    private static var isInstalled: Bool {
        ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"]
            .allSatisfy { (try? path(of: $0)) != nil }
    }

    private let folder: URL
    private var services: [String: SlurmDaemon] = [:]

    /// What programs of Slurm and `varia` need to find it.
    var environment: [String: String] { ["SLURM_CONF": configuration.path] }

    /// Starts it in a folder, and waits until both nodes are ready.
    ///
    /// - Throws: `Failure`.
    init(in folder: URL) throws {
        self.folder = folder
        for name in ["state", "n1", "n2"] {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let key = folder.appendingPathComponent("munge.key")
        try Data((0..<1024).map { _ in UInt8.random(in: 0...255) }).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        try Data(try settings().utf8).write(to: configuration)
        do {
            try start(
                "munged",
                [
                    "--force", "--foreground", "--key-file=\(key.path)",
                    "--socket=\(file("munge.socket"))", "--pid-file=\(file("munged.pid"))",
                    "--log-file=\(file("munged.log"))", "--seed-file=\(file("munged.seed"))",
                ])
            try wait { FileManager.default.fileExists(atPath: file("munge.socket")) }
            try start("slurmctld", ["-D", "-f", configuration.path])
            for node in ["n1", "n2"] {
                try start("slurmd", ["-D", "-N", node, "-f", configuration.path], as: node)
            }
            try wait {
                (try? run("sinfo", "--noheader", "--Node", "--format=%T")) == "idle\nidle"
            }
        } catch {
            stop()
            throw error
        }
    }

    /// Runs one of Slurm's programs, and gives what it printed.
    @discardableResult
    func run(_ program: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = try Self.path(of: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, messages) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.failed(
                program: program, status: process.terminationStatus,
                messages: String(decoding: complaint, as: UTF8.self))
        }
        return String(decoding: text, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Ends a node at once, as a loss of power would: its daemon and all that runs on it.
    ///
    /// - Returns: How many processes that were.
    func kill(node: String) -> Int {
        let tasks = processes { $0.contains("SLURMD_NODENAME=\(node)") }
        let steps = Set(tasks.compactMap(Self.parent)).filter { Self.name($0) == "slurmstepd" }
        let daemon = services[node].map { [$0.process] } ?? []
        let victims = Set(daemon + tasks + steps)
        for victim in victims { _ = Foundation.kill(victim, SIGKILL) }
        services.removeValue(forKey: node)?.kill()
        return victims.count
    }

    /// Ends all of it.
    func stop() {
        for service in services.values { service.kill() }
        services = [:]
        for process in processes(where: { _ in true }) { _ = Foundation.kill(process, SIGKILL) }
    }

    /// Waits for something to become true, but not for ever.
    ///
    /// - Throws: `Failure.notReady`, with the last words of all services.
    func wait(seconds: Double = 30, for condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !condition() {
            guard ContinuousClock.now < deadline else { throw Failure.notReady(log: log) }
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    private var configuration: URL { folder.appendingPathComponent("slurm.conf") }

    private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private var log: String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let text = (try? String(contentsOfFile: file(name), encoding: .utf8)) ?? ""
            return "\(name):\n" + text.split(separator: "\n").suffix(10).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func start(_ program: String, _ arguments: [String], as name: String? = nil) throws {
        services[name ?? program] = try SlurmDaemon(
            try Self.path(of: program), arguments,
            log: folder.appendingPathComponent("\(name ?? program).output.log"))
    }
}

extension SlurmCluster {
    private func settings() throws -> String {
        let ports = try (0..<3).map { _ in try Self.freePort() }
        // A dead node is noticed as soon as can be. A task that is queued again waits until its old
        // credential has run out.
        return """
            ClusterName=varia
            SlurmctldHost=localhost(127.0.0.1)
            SlurmctldPort=\(ports[0])
            SlurmUser=\(NSUserName())
            SlurmdUser=\(NSUserName())
            AuthType=auth/munge
            AuthInfo=socket=\(file("munge.socket")),cred_expire=5
            CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
            StateSaveLocation=\(file("state"))
            SlurmdSpoolDir=\(folder.path)/%n
            SlurmctldPidFile=\(file("slurmctld.pid"))
            SlurmdPidFile=\(folder.path)/%n.pid
            SlurmctldLogFile=\(file("slurmctld.log"))
            SlurmdLogFile=\(folder.path)/%n.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SwitchType=switch/none
            MpiDefault=none
            SlurmdParameters=config_overrides
            SlurmdTimeout=3
            ReturnToService=2
            SchedulerParameters=sched_interval=1,bf_interval=1
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=\(ports[1]) CPUs=2
            NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=\(ports[2]) CPUs=2
            PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP

            """
    }

    /// A port that nobody listens at.
    private static func freePort() throws -> UInt16 {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        try #require(status == 0, "no free port")
        return UInt16(bigEndian: address.sin_port)
    }

    private static func path(of program: String) throws -> URL {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        // Where Debian keeps daemons, which is not in everybody's path.
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
        for folder in folders {
            let file = URL(fileURLWithPath: folder).appendingPathComponent(program)
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
        }
        throw Failure.missing(program: program)
    }

    /// The processes that this Slurm has started, by what their environment says; not its daemons.
    private func processes(where matches: (Set<String>) -> Bool) -> [Int32] {
        let own = "SLURM_CONF=\(configuration.path)"
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return numbers.compactMap { Int32($0) }.filter { process in
            guard process != getpid(),
                let data = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            else { return false }
            let entries = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return entries.contains(own) && matches(Set(entries))
        }
    }

    private static func parent(_ process: Int32) -> Int32? {
        status(process, "PPid:").flatMap { Int32($0) }
    }

    private static func name(_ process: Int32) -> String? { status(process, "Name:") }

    /// A line of what the system says of a process.
    private static func status(_ process: Int32, _ key: String) -> String? {
        let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(whereSeparator: \.isWhitespace).last.map(String.init)
    }
}
