import Foundation
import TestSupport
import Testing

/// `varia sweep --slurm` and what follows it with programs in Slurm's place that only answer.
@Suite("Slurm's commands")
struct SlurmCommandTests {
    /// A study, and a folder that is all of the PATH.
    private struct Desk {
        let study: SmallStudy
        private let programs: URL

        init(in folder: URL) throws {
            study = try SmallStudy(in: folder)
            programs = folder.appendingPathComponent("programs")
            try FileManager.default.createDirectory(
                at: programs, withIntermediateDirectories: true)
        }

        /// Puts a shell script in a program's place. It notes its arguments.
        func put(_ name: String, _ script: String) throws {
            let file = programs.appendingPathComponent(name)
            let text = """
                #!/bin/sh
                for word in "$@"; do echo "$word" >> '\(file.path).words'; done
                \(script)

                """
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: file.path)
        }

        func words(_ name: String) -> [String] {
            let file = programs.appendingPathComponent(name + ".words")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map(String.init)
        }

        func varia(_ arguments: String...) throws -> VariaProcess.Result {
            try VariaProcess.run(
                arguments, in: study.folder, environment: ["PATH": programs.path])
        }

        func submit(_ more: String...) throws -> VariaProcess.Result {
            try VariaProcess.run(
                ["sweep", "small.json5", "--out", "out", "--slurm"] + more, in: study.folder,
                environment: ["PATH": programs.path])
        }
    }

    private func withDesk(_ body: (Desk) throws -> Void) throws {
        try TemporaryFolder.with { try body(Desk(in: $0)) }
    }

    @Test("without Slurm a sentence says what to do instead, and no array is noted")
    func missing() throws {
        try withDesk { desk in
            let result = try desk.submit()
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.messages.contains("'sbatch' is not in the PATH"), "\(result.messages)")
            #expect(result.messages.contains("varia work DIR"))
            #expect(try desk.study.snapshot("out")["slurm/arrays.json"] == nil)
            // Nothing stands in the way of running it here.
            #expect(try desk.varia("sweep", "small.json5", "--out", "out").status == 0)
        }
    }

    @Test("the array is as large as what is left, and sbatch gets the options that are asked for")
    func submission() throws {
        try withDesk { desk in
            try desk.put("sbatch", "echo 17")
            let result = try desk.submit("--sbatch", "--partition 'long one' --time=8:00:00")
            #expect(result.status == 0, "\(result.messages)")
            #expect(result.output == "Submitted the array 17 with 2 tasks, which work on out.\n")
            let words = desk.words("sbatch")
            #expect(
                words.dropLast()
                    == ["--parsable", "--partition", "long one", "--time=8:00:00"])
            #expect(words.last?.hasSuffix("/out/slurm/work.sh") == true)
            let files = try desk.study.snapshot("out")
            #expect(files.keys.count { $0.hasSuffix("/trial.json") } == 2)
            #expect(files["conformance.json"] != nil)
            // Another joins the first.
            #expect(try desk.submit("--array-size", "5").output.contains("with 5 tasks"))
            let text = String(
                decoding: try #require(try desk.study.snapshot("out")["slurm/arrays.json"]),
                as: UTF8.self)
            #expect(text.matches(of: #/"job" : 17/#).count == 2)
        }
    }

    @Test("an array that another submits meanwhile is not forgotten")
    func concurrent() throws {
        try withDesk { desk in
            let file = desk.study.folder.appendingPathComponent("out/slurm/arrays.json").path
            try desk.put("sbatch", "echo '[{\"job\": 5, \"size\": 1}]' > '\(file)'; echo 17")
            let result = try desk.submit()
            #expect(result.status == 0, "\(result.messages)")
            let data = try #require(try desk.study.snapshot("out")["slurm/arrays.json"])
            let arrays = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
            #expect(arrays?.compactMap { $0["job"] as? Int } == [5, 17])
        }
    }

    @Test("a record of arrays that cannot be read is told before anything is submitted")
    func unreadableRecord() throws {
        try withDesk { desk in
            try desk.put("sbatch", "echo 17")
            #expect(try desk.submit().status == 0)
            let file = desk.study.folder.appendingPathComponent("out/slurm/arrays.json")
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            let count = desk.words("sbatch").count
            let result = try desk.submit()
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(
                result.messages.contains("arrays.json' cannot be read: it is a folder"),
                "\(result.messages)")
            #expect(desk.words("sbatch").count == count)
            #expect(try desk.varia("status", "out").status == 1)
        }
    }

    @Test("a program that has much to say on standard error is heard to its end")
    func talkative() throws {
        try withDesk { desk in
            try desk.put(
                "sbatch",
                """
                i=0
                while [ $i -lt 3000 ]; do
                    echo 'a plugin of this site has something to say' >&2; i=$((i + 1))
                done
                echo 17
                """)
            let result = try desk.submit()
            #expect(result.output.hasPrefix("Submitted the array 17"), "\(result.messages)")
        }
    }

    @Test("what the programs say when they fail is passed on")
    func failing() throws {
        try withDesk { desk in
            try desk.put("sbatch", "echo 'sbatch: error: invalid partition: x' >&2; exit 1")
            let refused = try desk.submit()
            #expect(refused.status == 1)
            #expect(
                refused.messages.contains(
                    "Slurm's command 'sbatch' failed: invalid partition: x."),
                "\(refused.messages)")
            try desk.put("sbatch", "echo welcome")
            #expect(try desk.submit().messages.contains("answered 'welcome', but should have"))
            try desk.put("sbatch", "echo 17")
            #expect(try desk.submit().status == 0)
            try desk.put("squeue", "echo 'squeue: error: no controller' >&2; exit 1")
            let status = try desk.varia("status", "out")
            #expect(status.status == 0, "what the directory says stands without the scheduler")
            #expect(
                status.output.contains("Slurm array 17: Slurm's command 'squeue' failed: no con"))
            let cancel = try desk.varia("cancel", "out")
            #expect(cancel.status == 1 && cancel.messages.contains("no controller"))
        }
    }

    @Test("arrays that are over are told from those that are not")
    func cancel() throws {
        try withDesk { desk in
            for job in [17, 18] {
                try desk.put("sbatch", "echo '\(job);far'")
                #expect(try desk.submit().status == 0)
            }
            try desk.put(
                "squeue",
                "echo 'CLUSTER: far'; echo '18_2|RUNNING|n1|None'; echo '18_10|PENDING||Priority'")
            try desk.put("scancel", "exit 0")
            let status = try desk.varia("status", "out")
            #expect(status.output.contains("Slurm array 18: 1 pending, 1 running\n"))
            #expect(status.output.contains("18_10  pending  -     Priority"), "\(status.output)")
            #expect(desk.words("squeue").prefix(2) == ["--clusters=far", "--jobs=17,18"])
            let result = try desk.varia("cancel", "out")
            #expect(
                result.output.hasPrefix("Cancelled the array 18: 1 running and 1 waiting tasks."))
            #expect(desk.words("scancel") == ["--clusters=far", "18"])
            try desk.put(
                "squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1")
            #expect(try desk.varia("cancel", "out").output.contains("nothing was cancelled"))
        }
    }

    @Test(
        "options that do not go together are bad usage",
        arguments: [
            (["--array-size", "2"], "give --slurm too"),
            (["--sbatch", "-p x"], "give --slurm too"),
            (["--slurm", "--jobs", "2"], "Leave out --jobs or --slurm"),
            (["--slurm", "--dry-run"], "Leave out --dry-run or --slurm"),
            (["--slurm", "--array-size", "0"], "from 1 to 1000000"),
            (["--slurm", "--sbatch", "'x"], "quotation marks are closed"),
            (["--slurm", "--sbatch", "--array=1-2"], "'--array=1-2' is Varia's to set"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        try withDesk { desk in
            let result = try VariaProcess.run(
                ["sweep", "small.json5", "--out", "out"] + arguments, in: desk.study.folder)
            #expect(result.status == 2 && result.output.isEmpty)
            #expect(result.messages.contains(words), "\(result.messages)")
            let out = desk.study.folder.appendingPathComponent("out").path
            #expect(!FileManager.default.fileExists(atPath: out))
        }
    }
}
