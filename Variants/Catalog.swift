public import Transformer

/// The variants that come with Varia. A new one takes a file in this folder and a line here.
public let standardCatalogue = Catalogue([
    Standard.self,
    SoftWindow.self,
    HardWindow.self,
    HeadGating.self,
    Bottleneck.self,
    TdDense.self,
    TiedEmbeddings.self,
    EncoderBlock.self,
    Sinusoidal.self,
    HeadSoftmax.self,
    ConvReduce.self,
    RecurrentReduce.self,
])
