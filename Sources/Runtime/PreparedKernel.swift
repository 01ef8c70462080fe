import CKernels
import Compiler
import Tensors

/// A fused kernel in the form that the C interpreter of kernels reads, with its scratch memory.
final class PreparedKernel {
    private var kernel = varia_kernel()
    private let rows: Int64
    private let operands: UnsafeMutableBufferPointer<varia_operand>
    private let instructions: UnsafeMutableBufferPointer<varia_instruction>
    private let constants: UnsafeMutableBufferPointer<Float>
    private let dropouts: UnsafeMutableBufferPointer<varia_dropout_site>
    private let keys: UnsafeMutableBufferPointer<UInt64>
    private let sites: [String]
    /// The seed that the keys are for.
    private var keyedSeed: UInt64?
    private let scratch: UnsafeMutableRawPointer
    private let zeroed: [(address: UnsafeMutablePointer<Float>, count: Int)]

    init(_ source: FusedKernel, _ memory: ProgramMemory) {
        operands = Self.copied(source.operands.map { Self.operand($0, memory) })
        instructions = Self.copied(source.instructions.map { Self.instruction($0) })
        constants = Self.copied(source.constants)
        dropouts = Self.copied(
            source.dropouts.map {
                varia_dropout_site(
                    key: 0, threshold: RandomStream.dropoutThreshold(rate: $0.rate),
                    scale: Float(1 / (1 - $0.rate)))
            })
        keys = Self.copied(source.dropouts.map { _ in 0 })
        sites = source.dropouts.map(\.site)
        rows = Int64(source.rowSizes.reduce(1, *))
        zeroed = source.accumulated.map {
            let operand = source.operands[$0]
            return (memory.address(operand.storage, offset: operand.offset), operand.extent)
        }
        precondition(source.rowSizes.count <= Int(VARIA_MAX_AXES), "a kernel has too many axes")
        kernel.row_axes = Int32(source.rowSizes.count)
        withUnsafeMutableBytes(of: &kernel.row_sizes) {
            $0.copyBytes(from: source.rowSizes.map { Int64($0) }.withUnsafeBytes { Array($0) })
        }
        kernel.columns = Int64(source.columns)
        kernel.tile_rows = Int64(source.tileRows)
        kernel.column_block = Int64(source.columnBlock)
        kernel.wide_registers = Int32(source.wideRegisters)
        kernel.narrow_registers = Int32(source.narrowRegisters)
        kernel.operand_count = Int32(operands.count)
        kernel.instruction_count = Int32(instructions.count)
        kernel.constant_count = Int32(constants.count)
        kernel.dropout_count = Int32(dropouts.count)
        kernel.prologue_count = Int32(source.prologueCount)
        kernel.operands = UnsafePointer(operands.baseAddress)
        kernel.instructions = UnsafePointer(instructions.baseAddress)
        kernel.constants = UnsafePointer(constants.baseAddress)
        kernel.dropouts = UnsafePointer(dropouts.baseAddress)
        scratch = .allocate(byteCount: max(varia_kernel_scratch(&kernel), 64), alignment: 64)
    }

    deinit {
        operands.deallocate()
        instructions.deallocate()
        constants.deallocate()
        dropouts.deallocate()
        keys.deallocate()
        scratch.deallocate()
    }

    func run(_ memory: ProgramMemory, seed: UInt64, step: UInt64) {
        if !sites.isEmpty, keyedSeed != seed {
            for (index, site) in sites.enumerated() {
                keys[index] = RandomStream(seed: seed, purpose: .dropout, name: site).key
            }
            keyedSeed = seed
        }
        for region in zeroed { region.address.update(repeating: 0, count: region.count) }
        varia_kernel_run(
            &kernel, memory.buffers, keys.baseAddress, step, 0, rows, scratch)
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
        operand.offset = Int64(place.offset + source.offset)
        withUnsafeMutableBytes(of: &operand.row_strides) {
            $0.copyBytes(from: source.rowStrides.map { Int64($0) }.withUnsafeBytes { Array($0) })
        }
        operand.column_stride = Int64(source.columnStride)
        return operand
    }
}
