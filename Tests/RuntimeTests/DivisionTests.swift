import CKernels
import Compiler
import TestSupport
import Tensors
import Testing

@testable import Runtime

/// That the number of threads changes no bit.
@Suite("Steps divided among threads")
struct DivisionTests {
    /// So fine that the steps of small graphs have many parts.
    private static let fineness = 1 << 20

    /// The bits of all outputs, from memory that held NaN.
    private func bits(
        _ graph: Graph, inputs: [String: [Double]] = [:], parameters: [String: [Double]] = [:],
        threads: Int, fineness: Int, precision: Precision = .float32
    ) throws -> [String: [UInt32]] {
        let vector = ParameterVector(layout: ParameterLayout(graph.parameters), seed: 4)
        for (name, values) in parameters { vector[name] = values.map { Float($0) } }
        let executor = CPUExecutor(
            program: try graph.compiled(precision: precision), parameters: vector,
            pool: ThreadPool(threads: threads), unwritten: .nan, fineness: fineness)
        for (name, values) in inputs { executor.setInput(name, to: values.map { Float($0) }) }
        executor.run(seed: 7, step: 2)
        return Dictionary(
            uniqueKeysWithValues: graph.outputs.map {
                ($0.name, executor.output($0.name).map(\.bitPattern))
            })
    }

    /// Whether all are equal; where they are not, the test library would take minutes to show how.
    private func areSame(_ found: [[String: [UInt32]]]) -> Bool {
        found.allSatisfy { $0 == found[0] }
    }

    @Test(
        "Random graphs and their gradients have the same bits", arguments: 0..<80,
        Precision.allCases)
    func randomGraphs(seed: Int, precision: Precision) throws {
        let random = try RandomGraph(seed: UInt64(seed + 2000), size: 20, gradients: seed % 2 == 0)
        let found = try [1, 3].map {
            try bits(
                random.graph, inputs: random.inputs, parameters: random.parameters, threads: $0,
                fineness: Self.fineness, precision: precision)
        }
        #expect(areSame(found))
    }

    @Test("Causal attention has the same bits", arguments: 0..<40, [2, 1 << 20])
    func causal(seed: Int, fineness: Int) throws {
        let graph = try CausalFuzzTests().graph(seed: seed)
        let precision: Precision = seed % 4 == 0 ? .bfloat16 : .float32
        let found = try [1, 2, 7].map {
            try bits(graph, threads: $0, fineness: fineness, precision: precision)
        }
        #expect(areSame(found))
    }

    @Test("The steps of random graphs really are divided")
    func dividesRandomGraphs() throws {
        let division = Division(threads: 2, fineness: Self.fineness)
        var kernels: [Int] = []
        var products: [Int] = []
        for seed in 0..<40 {
            let random = try RandomGraph(seed: UInt64(seed + 2000), size: 20, gradients: true)
            for step in try random.graph.compiled().steps {
                switch step {
                case .fused(let kernel): kernels.append(kernel.parts(division).count)
                case .matmul(let product):
                    products.append(product.pieces(division, usesLibrary: false).count)
                default: break
                }
            }
        }
        #expect(kernels.count { $0 > 1 } > 100 && products.count { $0 > 1 } > 20)
    }

    @Test("Ranges cover what they divide", arguments: [1, 2, 63, 64, 65, 1000])
    func ranges(size: Int) {
        for unit in [1, 7, 64] {
            for count in [0, 1, 2, 3, 32] {
                let ranges = Division.ranges(of: size, by: unit, count: count)
                #expect(ranges.count <= max(1, count))
                #expect(ranges.flatMap { Array($0) } == Array(0..<size))
                #expect(ranges.dropFirst().allSatisfy { $0.lowerBound % unit == 0 })
            }
        }
    }

    @Test(
        "The library's product of large factors has the same pieces and bits for any threads",
        arguments: [(2048, 384, 8), (400, 2111, 5), (1027, 1030, 3)])
    func library(m: Int, n: Int, k: Int) throws {
        let builder = GraphBuilder()
        let a = builder.parameter("a", shape: [m, k], initializer: .normal(deviation: 1))
        let b = builder.parameter("b", shape: [n, k], initializer: .normal(deviation: 1))
        let graph = try builder.finish(
            outputs: [(name: "c", tensor: a.matmul(b, transposeOther: true))])
        guard case .matmul(let step)? = try graph.compiled().steps.first else {
            Issue.record("the graph has no product")
            return
        }
        let pieces = [1, 2, 64].map {
            step.pieces(Division(threads: $0), usesLibrary: true)
        }
        #expect(pieces[0].count > 1 && pieces.allSatisfy { $0 == pieces[0] })
        #expect(pieces[0].reduce(0) { $0 + $1.m * $1.n } == m * n)
        let found = try [1, 2, 3].map { try bits(graph, threads: $0, fineness: 1) }
        #expect(areSame(found))
        #expect(try Agreement.differences(graph).values.allSatisfy { $0 < 1e-5 })
    }

    @Test("Columns of a kernel that reduces nothing can be computed apart")
    func columns() {
        var program = KernelsProgram(rows: [3], columns: 103, tileRows: 2, columnBlock: 16)
        program.dropouts = [varia_dropout_site(threshold: 20000, scale: 1.5)]
        let (from, to) = (program.dense(0), program.dense(1))
        program.emit(VARIA_COLUMN_INDEX, .wide(1))
        program.prologue = 1
        program.load(.wide(0), from)
        program.emit(VARIA_DROPOUT, .wide(0), .wide(0), .wide(0))
        program.emit(VARIA_ADD, .wide(0), .wide(0), .wide(1))
        program.store(.wide(0), to)
        let random = RandomStream(seed: 3, purpose: .test)
        let values = (0..<309).map { Float(random.normal(at: UInt64($0))) }
        func run(_ cuts: [Int]) -> [UInt32] {
            var buffers = [values, [Float](repeating: .nan, count: 309)]
            program.run(
                &buffers, columnRanges: zip(cuts, cuts.dropFirst()).map { $0..<$1 }, keys: [77])
            return buffers[1].map(\.bitPattern)
        }
        let whole = run([0, 103])
        #expect(run([0, 16, 103]) == whole && run([0, 1, 50, 97, 103]) == whole)
    }

    @Test("Every thread has scratch memory of its own, and it is counted")
    func scratch() throws {
        let builder = GraphBuilder()
        let x = builder.parameter("x", shape: [20, 30], initializer: .ones)
        let graph = try builder.finish(
            outputs: [(name: "y", tensor: tanh(x.matmul(x, transposeOther: true)))])
        let program = try graph.compiled()
        let bytes = [1, 2, 5].map { CPUExecutor.bytes(of: program, threads: $0) }
        let each = bytes[0] - program.estimate.arenaBytes
        #expect(each >= varia_product_scratch())
        #expect(bytes[1] - bytes[0] == each && bytes[2] - bytes[0] == 4 * each)
    }
}
