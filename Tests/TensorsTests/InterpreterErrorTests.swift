import Tensors
import TestSupport
import Testing

@Suite("Interpreter errors")
struct InterpreterErrorTests {
    @Test("A missing value is named with its shape")
    func missing() throws {
        let builder = GraphBuilder()
        let x = builder.input("tokens", shape: [2])
        let w = builder.parameter("w", shape: [3, 1], initializer: .zeros)
        let graph = try builder.finish(outputs: [("y", w + x)])
        #expect(throws: InterpreterError.missing(.input, name: "tokens", shape: [2])) {
            try Interpreter.evaluate(graph, inputs: [:], parameters: ["w": [1, 2, 3]])
        }
        #expect(
            throws: InterpreterError.wrongCount(.parameter, name: "w", found: 2, shape: [3, 1])
        ) {
            try Interpreter.evaluate(
                graph, inputs: ["tokens": [0, 1]], parameters: ["w": [1, 2]])
        }
        #expect(
            InterpreterError.missing(.input, name: "tokens", shape: [2]).description
                == "The input 'tokens' of shape [2] was not given.")
        #expect(
            InterpreterError.wrongCount(.parameter, name: "w", found: 2, shape: [3, 1]).description
                == "The parameter 'w' has 2 values, but its shape [3, 1] takes 3.")
    }

    @Test(
        "An index that names no row or class is an error", arguments: [-1, 2, 0.5, .nan, .infinity])
    func indices(index: Double) throws {
        let trace = ConcreteTrace()
        let table = trace.input([1, 2, 3, 4], [2, 2])
        let indices = trace.input([0, index], [2])
        #expect(throws: InterpreterError.self) { try trace.value(of: table.gather(indices)) }
        #expect(throws: InterpreterError.self) {
            try trace.value(of: table.scatterAdd(indices, rows: 2))
        }
        #expect(throws: InterpreterError.self) {
            try trace.value(of: table.crossEntropy(targets: indices))
        }
    }

    @Test("The sentence names the operation and the allowed range")
    func sentence() {
        let error = InterpreterError.indexOutOfRange(operation: "gather", index: 7, count: 5)
        #expect(
            error.description
                == "The gather was given the index 7.0; it takes whole numbers from 0 to 4.")
    }
}
