package import Tensors

extension ParameterVector {
    /// The parameters as tensors, with a prefix to their names.
    package func tensors(prefix: String = "") -> [SafeTensor] {
        zip(layout.parameters, layout.offsets).map { parameter, offset in
            let range = offset..<offset + parameter.shape.count
            return SafeTensor(
                prefix + parameter.name, shape: parameter.shape,
                floats: UnsafeBufferPointer(rebasing: elements[range]))
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
