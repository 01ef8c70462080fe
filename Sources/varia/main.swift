import VariaKit
import Variants

await Varia.main(catalogue: standardCatalogue)
