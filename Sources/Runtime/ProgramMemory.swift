import CKernels
import Compiler
import Tensors

/// The memory of one executor: the arena that the program planned, and the vectors of parameters
/// and gradients beside it.
final class ProgramMemory {
    /// The first addresses of the arena, the parameters and the gradients, as kernels number them.
    let buffers: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
    /// What steps work with while they run, a block for each thread.
    private var scratch: UnsafeMutableRawPointer
    private var scratchStride = 0
    private let arena: UnsafeMutableRawPointer
    private let arenaBytes: Int
    private let storages: [Storage]
    // Kept alive as long as their addresses are in use.
    private let vectors: [ParameterVector]

    init(
        _ program: Program, parameters: ParameterVector, gradients: ParameterVector?,
        unwritten: Float
    ) {
        let count = max(program.arenaCount, 16)
        // Pages of zeros, which the system gives when they are first touched and has back at once:
        // what no step writes, and what a state takes that is read before the first step, then
        // costs nothing.
        arenaBytes = count * MemoryLayout<Float>.stride
        guard let pages = varia_pages_map(arenaBytes) else {
            fatalError("the system has no \(arenaBytes) bytes of memory for a program")
        }
        arena = pages
        let floats = arena.bindMemory(to: Float.self, capacity: count)
        if unwritten != 0 { floats.update(repeating: unwritten, count: count) }
        storages = program.storages
        vectors = [parameters] + (gradients.map { [$0] } ?? [])
        scratch = .allocate(byteCount: 64, alignment: 64)
        buffers = .allocate(capacity: 3)
        buffers.initialize(to: floats)
        (buffers + 1).initialize(to: parameters.elements.baseAddress)
        (buffers + 2).initialize(to: gradients?.elements.baseAddress)
    }

    deinit {
        scratch.deallocate()
        buffers.deallocate()
        varia_pages_release(arena, arenaBytes)
    }

    /// Makes room for steps that need this many bytes of scratch memory on each thread.
    func reserveScratch(_ bytes: Int, threads: Int) {
        scratch.deallocate()
        scratchStride = Self.scratchStride(bytes)
        scratch = .allocate(byteCount: max(scratchStride * threads, 64), alignment: 64)
    }

    /// The scratch memory of a thread.
    func scratch(of thread: Int) -> UnsafeMutableRawPointer { scratch + thread * scratchStride }

    /// Bytes from one thread's scratch memory to the next one's: whole cache lines, two at a time
    /// as processors fetch them.
    static func scratchStride(_ bytes: Int) -> Int { (bytes + 127) / 128 * 128 }

    func element(of storage: Int) -> Storage.Element { storages[storage].element }

    /// The number of the buffer that holds a storage, and the storage's offset there, in floats.
    func place(of storage: Int) -> (buffer: Int, offset: Int) {
        switch storages[storage].home {
        case .arena(let offset): (0, offset)
        case .parameters(let offset): (1, offset)
        case .gradients(let offset): (2, offset)
        }
    }

    func address(_ storage: Int, offset: Int) -> UnsafeMutablePointer<Float> {
        let place = place(of: storage)
        return buffers[place.buffer]! + place.offset + offset
    }

    /// Where a storage's element lies, of whatever type.
    func rawAddress(_ storage: Int, offset: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(address(storage, offset: 0))
            + offset * storages[storage].element.bytes
    }

    func address(of view: View) -> UnsafeMutablePointer<Float> {
        address(view.storage, offset: view.offset)
    }

    /// A view's elements in row-major order.
    func values(of view: View) -> [Float] {
        let start = address(of: view)
        if view.isContiguous {
            return Array(UnsafeBufferPointer(start: start, count: view.shape.count))
        }
        let rowMajor = view.shape.strides
        return (0..<view.shape.count).map { index in
            var offset = 0
            for axis in 0..<view.shape.rank {
                offset += index / rowMajor[axis] % view.shape[axis] * view.strides[axis]
            }
            return start[offset]
        }
    }
}
