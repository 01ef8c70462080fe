import Tensors
import Testing
import Transformer

@Suite("The arithmetic of readouts")
struct ReadoutTests {
    /// A matrix by its rows.
    private struct Matrix {
        let rows: [[Double]]

        init(_ values: [Double], columns: Int) {
            rows = stride(from: 0, to: values.count, by: columns).map {
                Array(values[$0..<$0 + columns])
            }
        }

        /// The product with a column.
        func times(_ vector: [Double]) -> [Double] {
            rows.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
        }
    }

    @Test(
        "Logits are what the definition says, in plain loops",
        arguments: ["standard", "bottleneck(divisor=2)", "td-dense(divisor=2)", "tied-embeddings"],
        Prediction.allCases)
    func logits(name: String, predict: Prediction) throws {
        var fixture = ModelFixture { $0.predict = predict }
        fixture.batch = 2
        let config = fixture.config
        let model = try fixture.traced(name)
        // Without their projections, blocks add nothing: the readout sees the normalised sum of the
        // embeddings.
        var parameters = fixture.parameters(model.graph)
        for key in parameters.keys where key.contains(".h.") && key.hasSuffix("c_proj.weight") {
            parameters[key] = parameters[key]?.map { _ in 0 }
        }
        let tokens = fixture.tokens()
        let actual =
            try Interpreter.evaluate(
                model.graph, inputs: ["tokens": tokens], parameters: parameters)["logits"] ?? []

        func matrix(_ name: String, _ columns: Int) throws -> Matrix {
            Matrix(try #require(parameters[name]), columns: columns)
        }
        let words = try matrix("transformer.wte.weight", config.width)
        let places = try matrix("transformer.wpe.weight", config.width)
        let scale = try #require(parameters["transformer.ln_f.weight"])
        let vectors = tokens.enumerated().map { index, token -> [Double] in
            let sum = zip(words.rows[Int(token)], places.rows[index % config.blockSize]).map(+)
            let mean = sum.reduce(0, +) / Double(sum.count)
            let variance = sum.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sum.count)
            return zip(sum, scale).map {
                ($0 - mean) / (variance + config.normEpsilon).squareRoot() * $1
            }
        }
        func relu(_ values: [Double]) -> [Double] { values.map { max($0, 0) } }
        /// The readout of one position's vector, or of a block's, flattened.
        func read(_ vectors: [[Double]]) throws -> [Double] {
            let flat = vectors.flatMap(\.self)
            switch (name.prefix { $0 != "(" }, predict) {
            case ("standard", _): return try matrix("lm_head.weight", flat.count).times(flat)
            case ("tied-embeddings", .every): return words.times(flat)
            case ("tied-embeddings", .last):
                return words.times(try matrix("readout.dense.weight", flat.count).times(flat))
            case (let kind, _):
                let reduce = try matrix("readout.reduce.weight", config.width)
                var narrow = vectors.flatMap { reduce.times($0) }
                if kind == "bottleneck" {
                    narrow =
                        predict == .every
                        ? relu(narrow)
                        : relu(try matrix("readout.dense.weight", narrow.count).times(narrow))
                }
                return try matrix("lm_head.weight", narrow.count).times(narrow)
            }
        }
        let blocks = stride(from: 0, to: vectors.count, by: config.blockSize).map {
            Array(vectors[$0..<$0 + config.blockSize])
        }
        let expected =
            predict == .every
            ? try vectors.flatMap { try read([$0]) } : try blocks.flatMap { try read($0) }
        #expect(actual.count == expected.count)
        #expect(zip(actual, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    }
}
