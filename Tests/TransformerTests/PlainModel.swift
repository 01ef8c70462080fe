import Foundation
import Transformer

/// A model of the ladder in plain loops over one sequence, from the same parameters.
struct PlainModel {
    typealias Vector = [Double]

    let config: ModelConfig
    let parameters: [String: [Double]]
    /// The members of the composition, as they are spelled.
    let members: Set<String>

    /// The logits of each token of a sequence.
    func logits(_ tokens: [Int]) -> [Vector] {
        if members.contains("bigram") { return tokens.map { row("transformer.wte", $0) } }
        var x = tokens.enumerated().map { position, token in
            sum(row("transformer.wte", token), row("transformer.wpe", position))
        }
        for layer in 0..<config.layers { x = block(x, "transformer.h.\(layer)") }
        return x.map { dense("lm_head", norm("transformer.ln_f", $0)) }
    }

    private func block(_ x: [Vector], _ scope: String) -> [Vector] {
        let attended = zip(x, attention(x.map { norm(scope + ".ln_1", $0) }, scope + ".attn"))
            .map { residual($0, $1) }
        if members.contains("no-feed-forward") { return attended }
        let kept = members.contains("input-residual") ? x : attended
        return zip(kept, attended).map { kept, attended in
            residual(kept, feedForward(norm(scope + ".ln_2", attended), scope + ".mlp"))
        }
    }

    private func attention(_ x: [Vector], _ scope: String) -> [Vector] {
        let width = config.width
        let vectors = x.map { dense(scope + ".c_attn", $0) }
        return x.indices.map { i in
            var merged = Vector(repeating: 0, count: width)
            for head in 0..<config.heads {
                let columns = head * config.headWidth..<(head + 1) * config.headWidth
                let scores = (0...i).map { j in
                    columns.reduce(0) { $0 + vectors[i][$1] * vectors[j][width + $1] }
                        / Double(config.headWidth).squareRoot()
                }
                let powers = scores.map { exp($0) }
                let total = powers.reduce(0, +)
                for (j, power) in powers.enumerated() {
                    for column in columns {
                        merged[column] += power / total * vectors[j][2 * width + column]
                    }
                }
            }
            return members.contains("no-projection") ? merged : dense(scope + ".c_proj", merged)
        }
    }

    private func feedForward(_ x: Vector, _ scope: String) -> Vector {
        let hidden = dense(scope + ".c_fc", x).map { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) }
        return members.contains("narrow-feed-forward(projection=false)")
            ? hidden : dense(scope + ".c_proj", hidden)
    }

    private func residual(_ x: Vector, _ update: Vector) -> Vector {
        members.contains("no-residual") ? update : sum(x, update)
    }

    private func norm(_ name: String, _ x: Vector) -> Vector {
        guard !members.contains("no-norm") else { return x }
        let mean = x.reduce(0, +) / Double(x.count)
        let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
        let scale = parameters[name + ".weight"] ?? []
        let scaled = zip(x, scale).map {
            ($0 - mean) / (variance + config.normEpsilon).squareRoot() * $1
        }
        return sum(scaled, parameters[name + ".bias"] ?? Vector(repeating: 0, count: x.count))
    }

    private func dense(_ name: String, _ x: Vector) -> Vector {
        let weight = parameters[name + ".weight"] ?? []
        let product = (0..<weight.count / x.count).map { row in
            zip(weight[row * x.count..<(row + 1) * x.count], x).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return sum(
            product, parameters[name + ".bias"] ?? Vector(repeating: 0, count: product.count))
    }

    private func row(_ name: String, _ index: Int) -> Vector {
        let table = parameters[name + ".weight"] ?? []
        let width = members.contains("bigram") ? config.vocabulary : config.width
        return Array(table[index * width..<(index + 1) * width])
    }

    private func sum(_ a: Vector, _ b: Vector) -> Vector { zip(a, b).map(+) }
}
