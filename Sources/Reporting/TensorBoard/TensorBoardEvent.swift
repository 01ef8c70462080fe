import Foundation

/// One event of a file that TensorBoard reads: what was at a step, at a time.
///
/// The numbers are those of the messages `Event`, `Summary` and `SummaryMetadata` in TensorFlow's
/// `event.proto` and `summary.proto`.
struct TensorBoardEvent {
    /// What an event holds.
    private enum Content {
        case version
        case scalars([(tag: String, value: Double)])
        case hyperparameters(tag: String, data: ProtocolBuffer)
    }

    /// Seconds since 1970.
    private let time: Double
    private let step: Int
    private let content: Content

    /// The event with which every file begins.
    static func version(time: Double) -> TensorBoardEvent {
        TensorBoardEvent(time: time, step: 0, content: .version)
    }

    /// Figures by their names, in single precision, as TensorBoard keeps them; those that are not
    /// finite there, such as the perplexity of a loss of 100, are left out.
    static func scalars(
        _ values: [(tag: String, value: Double)], step: Int, time: Double
    ) -> TensorBoardEvent {
        let finite = values.filter { Float($0.value).isFinite }
        return TensorBoardEvent(time: time, step: step, content: .scalars(finite))
    }

    /// A message for the plugin of hyperparameters, which knows it by its tag.
    static func hyperparameters(
        _ data: ProtocolBuffer, tag: String, time: Double
    ) -> TensorBoardEvent {
        TensorBoardEvent(time: time, step: 0, content: .hyperparameters(tag: tag, data: data))
    }

    /// The event as a record of its file (TFRecord): its length and itself, each with its check.
    var record: Data {
        let event = message.bytes
        let length = UInt64(event.count).littleEndianBytes
        return Data(
            length + CRC32C.masked(length).littleEndianBytes + event
                + CRC32C.masked(event).littleEndianBytes)
    }

    private var message: ProtocolBuffer {
        var event = ProtocolBuffer()
        event.add(1, double: time)
        event.add(2, integer: step)
        switch content {
        case .version: event.add(3, string: "brain.Event:2")
        case .scalars(let values):
            var summary = ProtocolBuffer()
            for (tag, number) in values {
                var value = ProtocolBuffer()
                value.add(1, string: tag)
                value.add(2, float: Float(number))
                summary.add(1, message: value)
            }
            event.add(5, message: summary)
        case .hyperparameters(let tag, let data):
            var value = ProtocolBuffer()
            value.add(1, string: tag)
            value.add(8, message: Self.emptyTensor)
            value.add(9, message: Self.metadata(of: data))
            var summary = ProtocolBuffer()
            summary.add(1, message: value)
            event.add(5, message: summary)
        }
        return event
    }

    /// `SummaryMetadata`: the plugin's name, and its data.
    private static func metadata(of data: ProtocolBuffer) -> ProtocolBuffer {
        var plugin = ProtocolBuffer()
        plugin.add(1, string: "hparams")
        plugin.add(2, message: data)
        var metadata = ProtocolBuffer()
        metadata.add(1, message: plugin)
        return metadata
    }

    /// `TensorProto`: floats, of which there are none; the plugin's data stand beside it.
    private static var emptyTensor: ProtocolBuffer {
        var shape = ProtocolBuffer()
        shape.add(2, message: ProtocolBuffer())
        var tensor = ProtocolBuffer()
        tensor.add(1, integer: 1)
        tensor.add(2, message: shape)
        return tensor
    }
}
