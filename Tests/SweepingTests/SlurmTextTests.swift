import Foundation
@testable import Sweeping
import Testing

@Suite("What Varia says to Slurm")
struct SlurmTextTests {
    private func script(folder: String = "/data/a", program: String = "/bin/varia") -> SlurmScript {
        SlurmScript(
            name: "tiny", directory: SweepDirectory(URL(fileURLWithPath: folder)),
            executable: URL(fileURLWithPath: program), size: 4, threads: 2)
    }

    @Test("a script replaces its shell, asks for the cores, and gives notice of its end")
    func script() throws {
        let text = try script().text()
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "#!/bin/sh")
        #expect(lines.last == "exec '/bin/varia' work --jobs 1 --threads 2 -- '/data/a'")
        for option in [
            "--array=1-4", "--cpus-per-task=2", "--requeue", "--open-mode=append",
            "--signal=B:USR1@60", "--output=\"/data/a/slurm/%A_%a.log\"",
        ] { #expect(lines.contains("#SBATCH " + option), "\(text)") }
    }

    @Test("paths may hold anything but line breaks")
    func paths() throws {
        let text = try script(folder: "/d/it's 100% \"x\"").text()
        #expect(text.contains("-- '/d/it'\\''s 100% \"x\"'"))
        #expect(text.contains("--output=\"/d/it's 100%% \\\"x\\\"/slurm/%A_%a.log\""))
        #expect(throws: SlurmError.self) { try script(folder: "/a\nb").text() }
    }

    @Test("sbatch's answer names the job, and the cluster where there are several")
    func answers() throws {
        #expect(try SlurmArray(answer: "17", size: 4) == SlurmArray(job: 17, size: 4))
        #expect(
            try SlurmArray(answer: "17;far", size: 4)
                == SlurmArray(job: 17, cluster: "far", size: 4))
        #expect(try SlurmArray(answer: "A word of the site.\n17", size: 4).job == 17)
        for answer in ["", "done", "0", "17 x"] {
            #expect(throws: SlurmError.self) { try SlurmArray(answer: answer, size: 4) }
        }
    }

    @Test("lines of the queue are read, and others left out")
    func queue() {
        #expect(
            SlurmTask(line: "17_3|RUNNING|n1|None")
                == SlurmTask(name: "17_3", state: "RUNNING", node: "n1"))
        #expect(
            SlurmTask(line: "17_3|PENDING||Resources")
                == SlurmTask(name: "17_3", state: "PENDING", reason: "Resources"))
        #expect(SlurmTask(line: "CLUSTER: far") == nil)
        #expect(SlurmTask(line: "17|RUNNING|n1|None") == nil)
        #expect(SlurmTask(line: "17_3|PENDING||")?.array == "17")
    }

    @Test("a task knows its name from its environment, and other processes have none")
    func identity() {
        let environment = ["SLURM_ARRAY_JOB_ID": "17", "SLURM_ARRAY_TASK_ID": "3"]
        #expect(SlurmTaskIdentity(environment: environment)?.name == "17_3")
        #expect(SlurmTaskIdentity(environment: ["SLURM_JOB_ID": "17"]) == nil)
    }
}
