import Reporting
import Training

extension TrainingMemory {
    /// One line on what is planned.
    var text: String {
        func bytes(_ count: Int) -> String { NumberText.scaled(Double(count), unit: "B") }
        let parts = [
            "\(bytes(step)) for a training step",
            evaluation > 0 ? "\(bytes(evaluation)) for an evaluation" : nil,
            measurement > 0 ? "\(bytes(measurement)) for measurements at the end" : nil,
            "\(bytes(parameters)) for parameters, gradients and moments",
        ]
        return "memory: \(bytes(total)) planned, "
            + NumberText.list(parts.compactMap { $0 })
    }

    /// One line on what was taken of it.
    func text(taken: Int) -> String {
        "memory: \(NumberText.scaled(Double(taken), unit: "B")) taken at most, "
            + "\(NumberText.scaled(Double(total), unit: "B")) planned"
    }
}
