import Tensors
import Transformer

/// Positions beside the tokens' vectors instead of added to them: with P = C / divisor, an eighth
/// of C by default, a token's vector has C - P numbers and its position's P, both learned, and the
/// block sees them side by side, C in all.
///
/// As the two make one vector, `varia summary` counts both tables in the row of the embedding,
/// `transformer.wte`.
struct ConcatPositions: Variant {
    static let name = "concat-positions"
    static let summary = "Positions have numbers of their own beside those of the tokens"

    let options: WidthDivisor

    init(options: WidthDivisor) throws {
        guard options.divisor >= 2 else {
            throw OptionError("divisor", options.divisor, allowed: "a whole number of at least 2")
        }
        self.options = options
    }

    func embed(_ tokens: Tensor, at site: ModelSite) -> Tensor? {
        guard site.width >= 2 else {
            site.refuse(
                "width 1",
                because: "a token and its position need a number each; choose a width of at least 2"
            )
            return nil
        }
        let width = options.narrowed(site.width)
        let table = site.table("wte", rows: site.vocabulary, width: site.width - width)
        let places = site.table("wpe", rows: site.blockSize, width: width)
        return concatenate(
            [
                table.gather(tokens),
                places.broadcast(to: [site.batch, site.blockSize, width]),
            ], axis: -1)
    }

    func positions(_ embedded: Tensor, at site: ModelSite) -> Tensor? { embedded }
}
