import CKernels

/// A fused kernel written out by hand, for tests.
struct KernelsProgram: Sendable {
    /// What an instruction reads or writes.
    enum Register: Hashable, Sendable {
        case wide(Int), narrow(Int), scalar(Int)

        var kind: varia_kind {
            switch self {
            case .wide: VARIA_WIDE
            case .narrow: VARIA_NARROW
            case .scalar: VARIA_SCALAR
            }
        }

        var number: Int {
            switch self {
            case .wide(let number), .narrow(let number), .scalar(let number): number
            }
        }
    }

    struct Operand: Sendable {
        var buffer: Int
        var element = VARIA_ELEMENT_FLOAT
        var offset = 0
        var rowStrides: [Int]
        var columnStride: Int
    }

    struct Instruction: Sendable {
        var opcode: varia_opcode
        /// The destination, or the operand's number for a store.
        var destination = Register.wide(0)
        var sources: [Register] = []
    }

    var rowSizes: [Int]
    var columns: Int
    var tileRows: Int
    var columnBlock: Int
    var prologue = 0
    var operands: [Operand] = []
    var instructions: [Instruction] = []
    var constants: [Float] = []
    var dropouts: [varia_dropout_site] = []

    var rows: Int { rowSizes.reduce(1, *) }

    init(rows: [Int], columns: Int, tileRows: Int = 4, columnBlock: Int? = nil) {
        rowSizes = rows
        self.columns = columns
        self.tileRows = tileRows
        self.columnBlock = columnBlock ?? columns
    }

    /// The strides of a dense operand over rows and columns.
    var denseStrides: [Int] {
        var strides: [Int] = []
        var stride = columns
        for size in rowSizes.reversed() {
            strides.insert(stride, at: 0)
            stride *= size
        }
        return strides
    }

    /// Adds a dense operand over rows and columns, and returns its number.
    mutating func dense(_ buffer: Int, offset: Int = 0) -> Int {
        operand(buffer, offset: offset, rows: denseStrides, column: 1)
    }

    mutating func operand(_ buffer: Int, offset: Int = 0, rows: [Int], column: Int) -> Int {
        operands.append(
            Operand(buffer: buffer, offset: offset, rowStrides: rows, columnStride: column))
        return operands.count - 1
    }

    mutating func constant(_ value: Float) -> Register {
        constants.append(value)
        return .scalar(constants.count - 1)
    }

    mutating func emit(_ opcode: varia_opcode, _ destination: Register, _ sources: Register...) {
        instructions.append(
            Instruction(opcode: opcode, destination: destination, sources: sources))
    }

    mutating func load(_ destination: Register, _ operand: Int) {
        emit(VARIA_LOAD, destination, .wide(operand))
    }

    mutating func store(_ source: Register, _ operand: Int) {
        emit(VARIA_STORE, .wide(operand), source)
    }

    mutating func accumulate(_ source: Register, _ operand: Int) {
        emit(VARIA_ACCUMULATE, .wide(operand), source)
    }

    /// How many runs of instructions become machine code.
    var machineCode: Int {
        var count = 0
        var buffer = [Float](repeating: 0, count: 1)
        buffer.withUnsafeMutableBufferPointer { buffer in
            let memory: [UnsafeMutablePointer<Float>?] = [buffer.baseAddress]
            withKernel { kernel in
                let tables = UnsafeMutableRawPointer.allocate(
                    byteCount: varia_kernel_plan_bytes(kernel), alignment: 64)
                let plan = varia_kernel_plan(kernel, memory, tables)
                count = Int(varia_kernel_machine_code(plan))
                varia_kernel_release(plan)
                tables.deallocate()
            }
        }
        return count
    }

    /// Runs row ranges, and of each the column ranges, one after another on buffers that end
    /// `misalignment` floats before a page that may not be touched.
    func run(
        _ buffers: inout [[Float]], ranges: [Range<Int>]? = nil, columnRanges: [Range<Int>]? = nil,
        keys: [UInt64] = [], step: UInt64 = 0, misalignment: Int = 0
    ) {
        var memory: [UnsafeMutablePointer<Float>?] = []
        var allocations: [GuardedMemory] = []
        for buffer in buffers {
            let allocation = GuardedMemory(bytes: (buffer.count + misalignment) * 4)
            allocations.append(allocation)
            let floats = allocation.start.bindMemory(to: Float.self, capacity: buffer.count)
            floats.initialize(from: buffer, count: buffer.count)
            memory.append(floats)
        }
        withKernel { kernel in
            let tables = UnsafeMutableRawPointer.allocate(
                byteCount: varia_kernel_plan_bytes(kernel), alignment: 64)
            let scratch = GuardedMemory(bytes: varia_kernel_scratch(kernel), alignment: 64)
            let plan = varia_kernel_plan(kernel, memory, tables)
            for range in ranges ?? [0..<rows] {
                for columns in columnRanges ?? [0..<columns] {
                    var part = varia_part(
                        row_begin: Int64(range.lowerBound), row_end: Int64(range.upperBound),
                        column_begin: Int64(columns.lowerBound),
                        column_end: Int64(columns.upperBound))
                    varia_kernel_run(plan, keys, step, &part, scratch.start)
                }
            }
            varia_kernel_release(plan)
            tables.deallocate()
            scratch.deallocate()
        }
        for index in buffers.indices {
            for element in buffers[index].indices {
                buffers[index][element] = memory[index]?[element] ?? .nan
            }
        }
        for allocation in allocations { allocation.deallocate() }
    }

    private func withKernel(_ body: (UnsafePointer<varia_kernel>) -> Void) {
        var kernel = varia_kernel()
        kernel.row_axes = Int32(rowSizes.count)
        Self.fill(&kernel.row_sizes, with: rowSizes)
        kernel.columns = Int64(columns)
        kernel.tile_rows = Int64(tileRows)
        kernel.column_block = Int64(columnBlock)
        kernel.prologue_count = Int32(prologue)
        kernel.operand_count = Int32(operands.count)
        kernel.instruction_count = Int32(instructions.count)
        kernel.constant_count = Int32(constants.count)
        kernel.dropout_count = Int32(dropouts.count)
        for instruction in instructions where !instruction.writesMemory {
            let needed = Int32(instruction.destination.number + 1)
            if instruction.destination.kind == VARIA_WIDE {
                kernel.wide_registers = max(kernel.wide_registers, needed)
            } else {
                kernel.narrow_registers = max(kernel.narrow_registers, needed)
            }
        }
        let encoded = instructions.map(\.encoded)
        let places = operands.map { operand in
            var place = varia_operand()
            place.element = operand.element
            place.buffer = Int32(operand.buffer)
            place.offset = Int64(operand.offset)
            Self.fill(&place.row_strides, with: operand.rowStrides)
            place.column_stride = Int64(operand.columnStride)
            return place
        }
        encoded.withUnsafeBufferPointer { encoded in
            places.withUnsafeBufferPointer { places in
                constants.withUnsafeBufferPointer { constants in
                    dropouts.withUnsafeBufferPointer { dropouts in
                        kernel.instructions = encoded.baseAddress
                        kernel.operands = places.baseAddress
                        kernel.constants = constants.baseAddress
                        kernel.dropouts = dropouts.baseAddress
                        body(&kernel)
                    }
                }
            }
        }
    }

    private static func fill<Tuple>(_ tuple: inout Tuple, with values: [Int]) {
        withUnsafeMutableBytes(of: &tuple) { bytes in
            for (index, value) in values.enumerated() {
                bytes.storeBytes(of: Int64(value), toByteOffset: index * 8, as: Int64.self)
            }
        }
    }
}

extension KernelsProgram.Instruction {
    var writesMemory: Bool { opcode == VARIA_STORE || opcode == VARIA_ACCUMULATE }

    var encoded: varia_instruction {
        var result = varia_instruction()
        result.opcode = UInt16(opcode.rawValue)
        result.dst_kind = UInt8(destination.kind.rawValue)
        result.dst = UInt16(destination.number)
        if sources.count > 0 {
            result.a_kind = UInt8(sources[0].kind.rawValue)
            result.a = UInt16(sources[0].number)
        }
        if sources.count > 1 {
            result.b_kind = UInt8(sources[1].kind.rawValue)
            result.b = UInt16(sources[1].number)
        }
        if sources.count > 2 {
            result.c_kind = UInt8(sources[2].kind.rawValue)
            result.c = UInt16(sources[2].number)
        }
        return result
    }
}
