import Compiler
import Foundation
import Sweeping
import Training
import Transformer

/// Times the same training step in PyTorch, by the script of the project, in a process of its own.
struct PyTorchTimer {
    /// A Python that has torch.
    let python: String
    /// As Varia's own.
    var precision = Precision.float32
    private static let script = "Results/speed/pytorch_step.py"

    /// What can go wrong.
    enum Failure: Error, CustomStringConvertible {
        case script
        case python(String, status: Int32)
        case noTorch(String)

        var description: String {
            switch self {
            case .script:
                "There is no \(PyTorchTimer.script) here; run this in Varia's own folder."
            case .noTorch(let python):
                "'\(python)' cannot import torch; --pytorch takes a Python that has torch."
            case .python(let python, let status):
                "\(python) \(PyTorchTimer.script) ended with status \(status); "
                    + "--pytorch takes a Python that has torch."
            }
        }
    }

    /// The keys that the script can be told; with another one it would time another model.
    static let keys = [
        "activation", "batch", "bias", "blockSize", "dropout", "heads", "layers", "precision",
        "vocabulary", "width",
    ]
    /// The activations that the script has.
    static let activations: [Activation] = [.gelu, .geluTanh]

    /// Whether the script knows how to time a variant.
    static func knows(_ variant: String) -> Bool { name(of: variant) != nil }

    /// What the script prints.
    struct Timed: Decodable {
        let millisecondsPerStep: Double
        /// `eager` or `compiled`.
        let mode: String
        /// Beyond an imported PyTorch.
        let memoryBytes: Int
    }

    /// Finds out that nothing can be timed before anything is.
    ///
    /// - Throws: `Failure`.
    func check() throws(Failure) {
        guard FileManager.default.fileExists(atPath: Self.script) else { throw .script }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "-c", "import torch"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw .noTorch(python) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw .noTorch(python) }
    }

    /// Times some steps on one thread.
    ///
    /// - Parameter mode: `eager`, `compiled`, or `best`, the faster of them.
    /// - Throws: `Failure`.
    func time(_ config: TrialConfig, mode: String) throws -> Timed {
        let isLarge = config.model.width * config.model.blockSize > 50_000
        return try run(config, mode: mode, warmUp: isLarge ? 1 : 10, steps: isLarge ? 3 : 40)
    }

    /// The seconds from the command to the end of one step, without compiling.
    ///
    /// - Throws: `Failure`.
    func timeStart(_ config: TrialConfig) throws -> Double {
        let start = ContinuousClock.now
        _ = try run(config, mode: "eager", warmUp: 0, steps: 1)
        return (ContinuousClock.now - start).seconds
    }

    private func run(
        _ config: TrialConfig, mode: String, warmUp: Int, steps: Int
    ) throws -> Timed {
        guard FileManager.default.fileExists(atPath: Self.script) else { throw Failure.script }
        let model = config.model
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            python, Self.script, "--json", "--mode", mode,
            "--layers", "\(model.layers)", "--heads", "\(model.heads)",
            "--width", "\(model.width)", "--block-size", "\(model.blockSize)",
            "--batch", "\(config.sequences)", "--vocabulary", "\(model.vocabulary)",
            "--dropout", "\(model.dropout)", "--activation", model.activation.rawValue,
            "--variant", Self.name(of: config.variant.name) ?? "standard",
            "--precision", precision.rawValue, "--warmup", "\(warmUp)", "--steps", "\(steps)",
        ]
        if model.bias { process.arguments?.append("--bias") }
        let output = Pipe()
        process.standardOutput = output
        do { try process.run() } catch { throw Failure.python(python, status: -1) }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let timed = try? JSONDecoder().decode(Timed.self, from: data)
        else { throw Failure.python(python, status: process.terminationStatus) }
        return timed
    }

    /// The script's name of a variant whose embeddings are tied.
    private static func name(of variant: String) -> String? {
        let members = Set(variant.split(separator: "+").map(String.init))
        guard members.contains("tied-embeddings") else { return nil }
        let others = members.subtracting(["tied-embeddings"])
        let known = ["soft-window", "hard-window", "head-gating"]
        return switch others.count {
        case 0: "standard"
        case 1: known.first { others.contains($0) }
        default: nil
        }
    }
}
