import Transformer
import VariaKit
import Variants

// Varia with variants that go wrong, for tests of what a sweep makes of them.
await Varia.main(
    catalogue: standardCatalogue.adding([Trapping.self, Exploding.self, Hanging.self]))
