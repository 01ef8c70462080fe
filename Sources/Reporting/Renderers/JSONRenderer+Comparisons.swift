import Transformer

extension OverallComparison {
    /// As `JSONRenderer` says.
    var member: JSONValue {
        .object([
            "cells": .integer(cellCount), "leftOut": .integer(leftOutCount),
            "variants": .array(
                variants.map { one in
                    .object([
                        "variant": .string(one.variant), "meanRank": .number(one.meanRank),
                        "bestCells": .integer(one.bestCells), "p": .optional(one.test?.p),
                        "adjustedP": .optional(one.adjustedP),
                    ])
                }),
        ])
    }
}

extension AxisImportance {
    /// As `JSONRenderer` says.
    var member: JSONValue {
        .object([
            "axes": .array(
                shares.map { .object(["axis": .string($0.axis), "share": .number($0.share)]) }),
            "inseparable": .number(inseparable), "rest": .number(rest),
            "trials": .integer(trialCount),
        ])
    }
}

extension SelectionEstimate {
    /// As `JSONRenderer` says.
    var member: JSONValue {
        .object([
            "configurations": .integer(configurationCount), "compared": .integer(comparedCount),
            "seeds": .integer(seedCount), "best": .string(best), "loss": .number(loss),
            "honestLoss": .optional(honestLoss), "optimism": .optional(optimism),
        ])
    }
}

extension JSONValue {
    fileprivate static func optional(_ number: Double?) -> JSONValue {
        number.map { .number($0) } ?? .null
    }
}
