import Foundation
import Testing

/// The real reader: the Python package `tensorboard`. `VARIA_PYTHON` names another Python than
/// `python3`; with `VARIA_REQUIRE_TENSORBOARD=1` the package must be there.
enum TensorBoardProgram {
    /// What it sees of a folder.
    struct Sight: Decodable {
        /// Pairs of a step and a value, by run and tag.
        let scalars: [String: [String: [[Double]]]]
        /// What the dashboard of hyperparameters shows.
        let groups: [Group]

        struct Group: Decodable {
            let name: String
            let hyperparameters: [String: String]
            let sessions: [String: Session]
        }

        struct Session: Decodable {
            let status: String
            let metric: Double?
        }
    }

    private static let environment = ProcessInfo.processInfo.environment
    private static var python: String { environment["VARIA_PYTHON"] ?? "python3" }

    /// Whether tests that need it can run, or must.
    static let isWanted =
        environment["VARIA_REQUIRE_TENSORBOARD"] == "1"
        || (try? run(["-c", "import tensorboard"]).status) == 0

    /// Reads a folder of event files.
    static func read(_ folder: URL) throws -> Sight {
        let result = try run(["-c", script, folder.path])
        #expect(result.status == 0, "\(String(decoding: result.error, as: UTF8.self))")
        return try JSONDecoder().decode(Sight.self, from: result.output)
    }

    private static func run(
        _ arguments: [String]
    ) throws -> (status: Int32, output: Data, error: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python] + arguments
        let output = Pipe()
        // A file takes any length without being read meanwhile.
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("varia-\(UUID().uuidString)")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, text, (try? Data(contentsOf: errors)) ?? Data())
    }

    private static let script = """
        import json, sys
        from google.protobuf import json_format
        from tensorboard.backend.event_processing import data_provider
        from tensorboard.backend.event_processing import plugin_event_multiplexer
        from tensorboard.context import RequestContext
        from tensorboard.plugins import base_plugin
        from tensorboard.plugins.hparams import api_pb2, backend_context
        from tensorboard.plugins.hparams import get_experiment, list_session_groups

        multiplexer = plugin_event_multiplexer.EventMultiplexer()
        multiplexer.AddRunsFromDirectory(sys.argv[1])
        multiplexer.Reload()
        provider = data_provider.MultiplexerDataProvider(multiplexer, sys.argv[1])
        request = RequestContext()
        scalars = {}
        found = provider.read_scalars(
            request, experiment_id="", plugin_name="scalars", downsample=1000)
        for run, tags in found.items():
            scalars[run] = {
                tag: [[point.step, point.value] for point in points]
                for tag, points in tags.items()
            }
        context = backend_context.Context(
            base_plugin.TBContext(data_provider=provider, multiplexer=multiplexer))
        experiment = get_experiment.Handler(
            request, context, "", api_pb2.GetExperimentRequest()).run()
        wanted = api_pb2.ListSessionGroupsRequest(
            start_index=0, slice_size=100,
            allowed_statuses=[
                api_pb2.STATUS_UNKNOWN, api_pb2.STATUS_SUCCESS, api_pb2.STATUS_FAILURE,
                api_pb2.STATUS_RUNNING],
            aggregation_type=api_pb2.AGGREGATION_AVG)
        for info in experiment.metric_infos:
            column = wanted.col_params.add()
            column.metric.CopyFrom(info.name)
        answer = list_session_groups.Handler(request, context, "", wanted).run()
        groups = []
        for group in answer.session_groups:
            values = {
                key: json.dumps(json_format.MessageToDict(value))
                for key, value in group.hparams.items()
            }
            sessions = {
                session.name: {
                    "status": api_pb2.Status.Name(session.status),
                    "metric": session.metric_values[0].value if session.metric_values else None,
                }
                for session in group.sessions
            }
            groups.append(
                {"name": group.name, "hyperparameters": values, "sessions": sessions})
        print(json.dumps({"scalars": scalars, "groups": groups}))
        """
}
