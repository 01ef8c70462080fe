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
    Importance.self,
    RelativeLocation.self,
    EmbeddingGating.self,
    UnscaledScores.self,
    ScoreProbes.self,
    ConcatPositions.self,
    Bigram.self,
    NoFeedForward.self,
    NarrowFeedForward.self,
    NoResidual.self,
    InputResidual.self,
    NoNorm.self,
    NoProjection.self,
])
