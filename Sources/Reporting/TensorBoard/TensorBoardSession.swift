import Sweeping
import Transformer

/// What TensorBoard's plugin of hyperparameters is told: messages of its `plugin_data.proto` and
/// `api.proto`.
enum TensorBoardSession {
    /// The tag of the figure by which trials are compared.
    static let metricTag = "bestValidationLoss"

    /// A sweep, in which every trial is a session: its keys, and what is compared.
    ///
    /// - Parameter values: The values that some trial has, by key.
    static func experiment(
        name: String, values: [String: [JSONValue]], time: Double
    ) -> TensorBoardEvent {
        var experiment = ProtocolBuffer()
        experiment.add(6, string: name)
        experiment.add(3, double: time)
        for (key, values) in values.sorted(by: { $0.key < $1.key }) {
            experiment.add(4, message: parameter(key, values))
        }
        var metricName = ProtocolBuffer()
        metricName.add(2, string: metricTag)
        var metric = ProtocolBuffer()
        metric.add(1, message: metricName)
        metric.add(3, string: "best validation loss")
        metric.add(5, integer: 2)
        experiment.add(5, message: metric)
        return event("_hparams_/experiment", field: 2, experiment, time: time)
    }

    /// The beginning of a trial.
    ///
    /// - Parameters:
    ///   - values: Those of its cell, by key.
    ///   - group: What the trials are called that differ in their seed alone, whose figures
    ///     TensorBoard averages.
    static func start(
        _ values: [String: JSONValue], group: String, time: Double
    ) -> TensorBoardEvent {
        var start = ProtocolBuffer()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            // A map is a list of pairs.
            var pair = ProtocolBuffer()
            pair.add(1, string: key)
            pair.add(2, message: self.value(value))
            start.add(1, message: pair)
        }
        start.add(4, string: group)
        start.add(5, double: time)
        return event("_hparams_/session_start_info", field: 3, start, time: time)
    }

    /// Where a trial stands; the numbers are those of the plugin's `Status`.
    enum Status: Int {
        case success = 1
        case failure = 2
        case running = 3

        init(_ status: TrialRecord.Status) {
            switch status {
            case .finished: self = .success
            case .diverged, .failed: self = .failure
            case .running, .pending, .stopped, .unneeded: self = .running
            }
        }
    }

    /// How a trial has ended, or that it has not.
    static func end(_ status: Status, time: Double) -> TensorBoardEvent {
        var end = ProtocolBuffer()
        end.add(1, integer: status.rawValue)
        if status != .running { end.add(2, double: time) }
        return event("_hparams_/session_end_info", field: 4, end, time: time)
    }

    private static func event(
        _ tag: String, field: Int, _ message: ProtocolBuffer, time: Double
    ) -> TensorBoardEvent {
        var data = ProtocolBuffer()
        data.add(field, message: message)
        return .hyperparameters(data, tag: tag, time: time)
    }

    /// `HParamInfo`: a key, its type, and for those that are no numbers the values to filter by.
    private static func parameter(_ key: String, _ values: [JSONValue]) -> ProtocolBuffer {
        var result = ProtocolBuffer()
        result.add(1, string: key)
        let areNumbers = values.allSatisfy { kind(of: $0) == .number }
        let areTruths = values.allSatisfy { kind(of: $0) == .boolean }
        result.add(4, integer: areNumbers ? 3 : areTruths ? 2 : 1)
        guard !areNumbers else { return result }
        var domain = ProtocolBuffer()
        for value in values { domain.add(1, message: self.value(value)) }
        result.add(5, message: domain)
        return result
    }

    private enum Kind { case number, boolean, text }

    private static func kind(of value: JSONValue) -> Kind {
        switch value {
        case .integer, .number: .number
        case .boolean: .boolean
        case .null, .string, .array, .object: .text
        }
    }

    /// `google.protobuf.Value`; lists and objects as their text.
    private static func value(_ value: JSONValue) -> ProtocolBuffer {
        var result = ProtocolBuffer()
        switch value {
        case .integer(let whole): result.add(2, double: Double(whole))
        case .number(let number): result.add(2, double: number)
        case .boolean(let boolean): result.add(4, boolean: boolean)
        case .null, .string, .array, .object: result.add(3, string: value.text)
        }
        return result
    }
}
