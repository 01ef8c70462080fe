import Dispatch

/// Where each parameter lies in one contiguous run of floats; each starts on a 64-byte boundary.
package struct ParameterLayout: Hashable, Sendable {
    package let parameters: [Parameter]
    /// The first element of each parameter.
    package let offsets: [Int]
    /// The number of floats in all, padding included.
    package let count: Int
    private let places: [String: Int]

    /// The size of a vector of this layout.
    package var bytes: Int { count * MemoryLayout<Float>.stride }

    package init(_ parameters: [Parameter]) {
        var offsets: [Int] = []
        var next = 0
        for parameter in parameters {
            offsets.append(next)
            next += (parameter.shape.count + 15) / 16 * 16
        }
        self.parameters = parameters
        self.offsets = offsets
        count = next
        places = Dictionary(
            uniqueKeysWithValues: parameters.enumerated().map { ($1.name, $0) })
    }

    /// The elements of a parameter; nil for an unknown name.
    package func range(of name: String) -> Range<Int>? {
        places[name].map { offsets[$0]..<offsets[$0] + parameters[$0].shape.count }
    }
}

/// One float for every element of every parameter: the values themselves, their gradients, or an
/// optimiser's moments. Padding is 0 and stays 0. Not safe for concurrent writes.
package final class ParameterVector: @unchecked Sendable {
    package let layout: ParameterLayout
    package let elements: UnsafeMutableBufferPointer<Float>

    /// All zeros.
    package init(layout: ParameterLayout) {
        self.layout = layout
        let bytes = max(layout.count, 16) * MemoryLayout<Float>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: Float.self, repeating: 0, count: max(layout.count, 16))
        elements = UnsafeMutableBufferPointer(
            start: memory.assumingMemoryBound(to: Float.self), count: layout.count)
    }

    deinit { UnsafeMutableRawPointer(elements.baseAddress!).deallocate() }

    /// Initial values for a seed.
    package convenience init(layout: ParameterLayout, seed: UInt64) {
        self.init(layout: layout)
        draw(seed: seed)
    }

    /// The values that another vector has now.
    package convenience init(copying other: ParameterVector) {
        self.init(layout: other.layout)
        _ = elements.update(fromContentsOf: other.elements)
    }

    /// Replaces every element by its initial value for a seed.
    ///
    /// Parameters are drawn side by side on all cores, as this is much of the time to the first
    /// step; each draws from a stream of its own, so that their order decides nothing.
    package func draw(seed: UInt64) {
        DispatchQueue.concurrentPerform(iterations: layout.parameters.count) { index in
            let parameter = layout.parameters[index]
            let range = layout.offsets[index]..<layout.offsets[index] + parameter.shape.count
            parameter.initializer.fill(
                UnsafeMutableBufferPointer(rebasing: elements[range]), seed: seed,
                name: parameter.drawnAs)
        }
    }

    /// A parameter's elements, row-major. The name must be in the layout, and a new value have its
    /// count.
    package subscript(name: String) -> [Float] {
        get {
            guard let range = layout.range(of: name) else {
                preconditionFailure("there is no parameter named '\(name)'")
            }
            return Array(elements[range])
        }
        set {
            guard let range = layout.range(of: name), range.count == newValue.count else {
                preconditionFailure("parameter '\(name)' does not take \(newValue.count) values")
            }
            for (index, value) in zip(range, newValue) { elements[index] = value }
        }
    }
}
