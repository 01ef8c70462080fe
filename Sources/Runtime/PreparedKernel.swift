import CKernels
import Compiler
import Tensors

/// A fused kernel in the form that the C interpreter of kernels reads, planned for its memory.
final class PreparedKernel {
    private let kernel: UnsafeMutablePointer<varia_kernel>
    private let tables: UnsafeMutableRawPointer
    private let plan: OpaquePointer
    private let operands: UnsafeMutableBufferPointer<varia_operand>
    private let instructions: UnsafeMutableBufferPointer<varia_instruction>
    private let constants: UnsafeMutableBufferPointer<Float>
    private let dropouts: UnsafeMutableBufferPointer<varia_dropout_site>
    private let keys: UnsafeMutableBufferPointer<UInt64>
    private let sites: [String]
    /// The seed that the keys are for.
    private var keyedSeed: UInt64?
    /// Bytes of scratch memory that a run takes.
    let scratchBytes: Int
    let parts: [varia_part]
    private let zeroed: [(address: UnsafeMutablePointer<Float>, count: Int)]

    init(_ source: FusedKernel, _ memory: ProgramMemory, _ division: Division) {
        operands = Self.copied(source.operands.map { Self.operand($0, memory) })
        instructions = Self.copied(source.instructions.map { Self.instruction($0) })
        constants = Self.copied(source.constants)
        dropouts = Self.copied(
            source.dropouts.map {
                varia_dropout_site(
                    threshold: RandomStream.dropoutThreshold(rate: $0.rate),
                    scale: Float(1 / (1 - $0.rate)))
            })
        keys = Self.copied(source.dropouts.map { _ in 0 })
        sites = source.dropouts.map(\.site)
        parts = source.parts(division)
        zeroed = source.accumulated.map {
            let operand = source.operands[$0]
            return (memory.address(operand.storage, offset: operand.offset), operand.extent)
        }
        self.kernel = .allocate(capacity: 1)
        var kernel = Self.header(of: source)
        kernel.operands = UnsafePointer(operands.baseAddress)
        kernel.instructions = UnsafePointer(instructions.baseAddress)
        kernel.constants = UnsafePointer(constants.baseAddress)
        kernel.dropouts = UnsafePointer(dropouts.baseAddress)
        self.kernel.initialize(to: kernel)
        scratchBytes = varia_kernel_scratch(self.kernel)
        tables = .allocate(byteCount: varia_kernel_plan_bytes(self.kernel), alignment: 64)
        plan = varia_kernel_plan(self.kernel, memory.buffers, tables)
    }

    deinit {
        varia_kernel_release(plan)
        operands.deallocate()
        instructions.deallocate()
        constants.deallocate()
        dropouts.deallocate()
        keys.deallocate()
        tables.deallocate()
        kernel.deallocate()
    }

    /// Zeroes what is added to, and finds the keys of dropout's masks.
    func prepare(seed: UInt64) {
        for region in zeroed { region.address.update(repeating: 0, count: region.count) }
        guard !sites.isEmpty, keyedSeed != seed else { return }
        for (index, site) in sites.enumerated() {
            keys[index] = RandomStream(seed: seed, purpose: .dropout, name: site).key
        }
        keyedSeed = seed
    }

    func run(part: Int, scratch: UnsafeMutableRawPointer, step: UInt64) {
        withUnsafePointer(to: parts[part]) {
            varia_kernel_run(plan, keys.baseAddress, step, $0, scratch)
        }
    }

    private static func copied<T>(_ values: [T]) -> UnsafeMutableBufferPointer<T> {
        let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: max(values.count, 1))
        let end = buffer.initialize(fromContentsOf: values)
        return UnsafeMutableBufferPointer(rebasing: buffer[..<end])
    }

    private static func operand(
        _ source: FusedKernel.MemoryOperand, _ memory: ProgramMemory
    ) -> varia_operand {
        let place = memory.place(of: source.storage)
        var operand = varia_operand()
        operand.buffer = Int32(place.buffer)
        let element = memory.element(of: source.storage)
        operand.element =
            element == .bfloat16 ? VARIA_ELEMENT_BFLOAT16 : VARIA_ELEMENT_FLOAT
        let start = place.offset * MemoryLayout<Float>.stride / element.bytes
        operand.offset = Int64(start + source.offset)
        withUnsafeMutableBytes(of: &operand.row_strides) {
            $0.copyBytes(from: source.rowStrides.map { Int64($0) }.withUnsafeBytes { Array($0) })
        }
        operand.column_stride = Int64(source.columnStride)
        return operand
    }
}
