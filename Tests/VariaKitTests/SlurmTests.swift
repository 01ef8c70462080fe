import Foundation
import TestSupport
import Testing

/// Sweeps on a real Slurm that the tests start themselves.
@Suite(
    "Slurm",
    .enabled(
        if: SlurmCluster.isWanted,
        "Slurm (slurmctld, slurmd, slurm-client and munge) is not installed here"),
    .serialized)
struct SlurmTests {
    /// A study whose sweep takes some seconds, and a cluster to run it on.
    private struct Site {
        let study: SmallStudy
        let cluster: SlurmCluster

        func varia(_ arguments: String...) throws -> VariaProcess.Result {
            try VariaProcess.run(arguments, in: study.folder, environment: cluster.environment)
        }

        /// Submits an array, whose number is the result's.
        func submit(to out: String, size: Int) throws -> Int {
            let result = try varia(
                "sweep", "small.json5", "--out", out, "--slurm", "--array-size", "\(size)")
            try #require(result.status == 0, "\(result.messages)")
            let number = result.output.firstMatch(of: #/Submitted the array (\d+) with/#)?.1
            return try #require(number.flatMap { Int($0) }, "\(result.output)")
        }

        func paths(_ out: String) -> [String] {
            ((try? study.snapshot(out)) ?? [:]).keys.sorted()
        }

        /// How many trials have a result.
        func endedCount(_ out: String) -> Int {
            paths(out).count { $0.hasSuffix("/result.json") }
        }

        func waitForStates(_ out: String, _ count: Int) throws {
            try cluster.wait {
                paths(out).count { $0.hasSuffix("/state.safetensors") } >= count
            }
        }

        func state(ofTask task: String) throws -> String {
            try cluster.run("squeue", "--array", "--noheader", "--format=%T", "--jobs=\(task)")
        }

        func log(_ out: String, _ task: String) throws -> String {
            let file = study.folder.appendingPathComponent("\(out)/slurm/\(task).log")
            return try String(contentsOf: file, encoding: .utf8)
        }

        /// The losses of a table as it is written for programs.
        func table(_ out: String) throws -> [String] {
            let result = try varia("table", out, "--format", "csv")
            try #require(result.status == 0, "\(result.messages)")
            let rows = result.output.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            let names = try #require(rows.first)
            // Times differ from run to run.
            let kept = names.indices.filter { index in
                !["seconds", "tokensPerSecond"].contains(names[index])
            }
            return rows.map { row in
                kept.map { row[$0] }.joined(separator: ",")
            }
        }
    }

    private func with(steps: Int, _ body: (Site) throws -> Void) throws {
        try TemporaryFolder.with { folder in
            let study = try SmallStudy(in: folder)
            try study.write(
                spec: SmallStudy.spec(
                    base: "heads: 2, dropout: 0.1", variants: "\"standard\", \"soft-window\""
                )
                .replacing("steps: 4", with: "steps: \(steps)")
                .replacing("evaluateEvery: 2", with: "evaluateEvery: \(steps / 20)"))
            let home = folder.appendingPathComponent("cluster")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
            let cluster = try SlurmCluster(in: home)
            defer { cluster.stop() }
            try body(Site(study: study, cluster: cluster))
        }
    }

    @Test("an array's tasks run a sweep to the table of one machine, though a node is killed")
    func killedNode() throws {
        try with(steps: 40_000) { site in
            let whole = try site.varia("sweep", "small.json5", "--out", "whole", "--jobs", "2")
            #expect(whole.status == 0, "\(whole.messages)")
            let array = try site.submit(to: "out", size: 4)
            try site.waitForStates("out", 3)
            // Tasks are told apart by their numbers in the array, also in the workers' list.
            let during = try site.varia("status", "out")
            #expect(during.status == 0, "\(during.messages)")
            #expect(during.output.contains("Slurm array \(array): 4 running"), "\(during.output)")
            for task in 1...4 {
                #expect(during.output.count(of: "\(array)_\(task) ") >= 2, "\(during.output)")
            }
            #expect(
                site.cluster.kill(node: "n1") >= 7, "daemon, and step and processes of two tasks")
            try site.cluster.wait(seconds: 120) { site.endedCount("out") == 4 }
            #expect(try site.table("out") == site.table("whole"))
            // What the node held goes to the other one, and finds nothing left to do.
            try site.cluster.wait(seconds: 120) {
                try site.varia("status", "out").output.contains("no task waits or runs")
            }
            #expect(try site.state(ofTask: "\(array)_1") == "")
            let last = try site.varia("sweep", "small.json5", "--out", "out", "--slurm")
            #expect(last.status == 0 && last.messages.contains("nothing to submit"))
            #expect(last.output.contains("4 running") == false && last.output.contains("2/2"))
            let left = site.paths("out").filter {
                $0.contains("claim-") || $0.contains("/.") || $0.hasPrefix(".")
                    || $0.hasSuffix("state.safetensors")
            }
            #expect(left == [])
        }
    }

    @Test("a task that is queued again, by the scheduler or before a time limit, goes on")
    func requeued() throws {
        try with(steps: 100_000) { site in
            let array = try site.submit(to: "out", size: 2)
            try site.waitForStates("out", 2)
            try site.cluster.run("scontrol", "requeue", "\(array)_1")
            try site.cluster.run("scancel", "--signal=USR1", "--batch", "\(array)_2")
            for task in ["\(array)_1", "\(array)_2"] {
                try site.cluster.wait { try site.log("out", task).contains("are being saved") }
                try site.cluster.wait { try site.state(ofTask: task) == "RUNNING" }
            }
            #expect(try site.log("out", "\(array)_2").contains("it is queued again"))
            try site.cluster.wait(seconds: 240) { site.endedCount("out") == 4 }
            let whole = try site.varia("sweep", "small.json5", "--out", "whole", "--jobs", "2")
            #expect(whole.status == 0, "\(whole.messages)")
            #expect(try site.table("out") == site.table("whole"))
        }
    }

    @Test("what is cancelled is saved and given back, and goes on in another array")
    func cancelled() throws {
        try with(steps: 60_000) { site in
            let first = try site.submit(to: "out", size: 4)
            try site.waitForStates("out", 4)
            let cancel = try site.varia("cancel", "out")
            #expect(cancel.status == 0, "\(cancel.messages)")
            #expect(cancel.output.contains("Cancelled the array \(first): 4 running"))
            try site.cluster.wait { try site.state(ofTask: "\(first)") == "" }
            let after = try site.varia("status", "out", "--json")
            let status = try JSONSerialization.jsonObject(with: Data(after.output.utf8))
            let counts = (status as? [String: Any])?["counts"] as? [String: Int]
            #expect(counts?["running"] == 0 && counts?["pending"] == 4, "\(after.output)")
            #expect(site.paths("out").count { $0.hasSuffix("/state.safetensors") } == 4)
            let again = try site.varia("cancel", "out")
            #expect(again.status == 0 && again.output.contains("nothing was cancelled"))

            let second = try site.submit(to: "out", size: 4)
            #expect(second > first)
            try site.cluster.wait(seconds: 120) { site.endedCount("out") == 4 }
            let whole = try site.varia("sweep", "small.json5", "--out", "whole", "--jobs", "2")
            #expect(whole.status == 0, "\(whole.messages)")
            #expect(try site.table("out") == site.table("whole"))
        }
    }

    @Test("what sbatch refuses is said in its own words")
    func refused() throws {
        try with(steps: 40) { site in
            let result = try site.varia(
                "sweep", "small.json5", "--out", "out", "--slurm", "--sbatch",
                "--partition='no such'")
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(
                result.messages.contains("Slurm's command 'sbatch' failed: ")
                    && result.messages.contains("invalid partition"), "\(result.messages)")
            #expect(!site.paths("out").contains("slurm/arrays.json"))
        }
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
