import Foundation
package import Tensors

extension ParameterVector {
    /// The parameters as tensors, with a prefix to their names. They share this vector's memory and
    /// are to be written before it changes: a large model would otherwise be in memory twice.
    func borrowedTensors(prefix: String = "") -> [SafeTensor] {
        guard let start = elements.baseAddress else { return [] }
        return zip(layout.parameters, layout.offsets).map { parameter, offset in
            SafeTensor(
                name: prefix + parameter.name, elementType: .float32, shape: parameter.shape,
                data: Data(
                    bytesNoCopy: start + offset,
                    count: parameter.shape.count * MemoryLayout<Float>.stride,
                    // Keeps the vector alive as long as the tensor.
                    deallocator: .custom { [self] _, _ in withExtendedLifetime(self) {} }))
        }
    }

    /// Checks that a file has every parameter, in its shape; it may have other tensors too.
    ///
    /// - Throws: `SafeTensorsError`.
    package func check(_ content: SafeTensors, prefix: String = "") throws(SafeTensorsError) {
        for parameter in layout.parameters {
            _ = try content.tensor(prefix + parameter.name, shape: parameter.shape)
        }
    }

    /// Takes over every parameter from a file; it may have other tensors too.
    ///
    /// - Throws: `SafeTensorsError`.
    package func read(_ content: SafeTensors, prefix: String = "") throws(SafeTensorsError) {
        for parameter in layout.parameters {
            self[parameter.name] =
                try content.tensor(prefix + parameter.name, shape: parameter.shape).floats
        }
    }
}
