import Foundation
import Tensors
import Transformer

/// Values for a specimen's parameters and inputs. All are exact in Float, so that the fast path
/// sees the same ones as the interpreter.
package struct Point {
    package var parameters: [String: [Double]]
    /// [B, T]
    package var tokens: [Double]
    /// [B, T], or [B] where only the last token is predicted.
    package var targets: [Double]
}

extension Specimen {
    /// A point that depends on the seed alone. Parameters are moved away from where they start, so
    /// that nothing vanishes by the choice of the initial values.
    package func point(_ seed: UInt64) -> Point {
        var values: [String: [Double]] = [:]
        for parameter in parameters {
            let start = parameter.initialValues(seed: seed)
            let stream = RandomStream(seed: seed, purpose: .test, name: parameter.name)
            let inputs = parameter.shape.rank > 1 ? parameter.shape[-1] : 1
            let deviation = min(0.2, 0.8 / Double(inputs).squareRoot())
            values[parameter.name] = start.enumerated().map { index, value in
                Double(value + Float(deviation * stream.normal(at: UInt64(index))))
            }
        }
        let count = size.batch * size.model.blockSize
        return Point(
            parameters: values, tokens: ids(seed, "tokens", count: count),
            targets: ids(seed, "targets", count: size.batch * scoredPositions))
    }

    private func ids(_ seed: UInt64, _ name: String, count: Int) -> [Double] {
        let stream = RandomStream(seed: seed, purpose: .test, name: name)
        return (0..<count).map {
            Double(stream.integer(at: UInt64($0), below: size.model.vocabulary))
        }
    }
}
