import Charts

/// One chart of each kind, on given values and with given words.
enum SampleCharts {
    static func all(_ values: [Double], word: String = "word") -> [any Chart] {
        let heading = ChartHeading("\(word) over steps", summary: "The least is \(word).")
        let axis = Axis(word, unit: "nats per \(word)")
        let logarithmic = Axis(word, unit: "tokens", kind: .logarithmic)
        let series = LineSeries(
            word, style: SeriesStyle(1),
            points: values.enumerated().map {
                LineSeries.Point(Double($0), $1, low: $1 - 0.1, high: $1 + 0.1)
            })
        let behind = LineSeries(
            word, style: SeriesStyle(12), points: series.points, isSecondary: true)
        let dots = values.map { value in
            DotChart.Row(
                word, value, interval: value.isNaN ? nil : (value - 0.2)...(value + 0.2),
                remark: word)
        }
        return [
            LineChart(
                heading, x: axis, y: axis, series: [series, behind], secondaryName: word,
                level: LineChart.Level(0, name: word)),
            LineChart(heading, x: logarithmic, y: logarithmic, series: [series]),
            ForestPlot(
                heading, axis: axis,
                rows: values.map {
                    ForestPlot.Row(
                        word, difference: $0, halfWidth: $0 / 3, judgement: .better, remark: word)
                }, margin: 0.01),
            ScatterChart(
                heading, x: logarithmic, y: axis,
                points: values.enumerated().map {
                    ScatterChart.Point(
                        x: $1, y: Double($0), halfHeight: 0.5, name: word, series: word,
                        style: SeriesStyle($0))
                }),
            HeatMap(
                heading, xTitle: word, yTitle: word, columns: values.map { _ in word },
                rows: [word, word],
                cells: [values.map { HeatMap.Cell($0, text: word) }, values.map { _ in nil }],
                ramp: .diverging(center: 0), measure: axis),
            ParallelCoordinates(
                heading,
                axes: [
                    ParallelAxis(word, names: [word]), ParallelAxis(word, numbers: values),
                    ParallelAxis(word, numbers: values, kind: .logarithmic),
                ], measure: axis,
                lines: values.map {
                    ParallelCoordinates.Line(
                        word, values: [.name(word), .number($0), nil], measure: $0)
                }),
            DotChart(heading, axis: axis, rows: dots, hasBars: true),
            DotChart(heading, axis: logarithmic, rows: dots),
            SmallMultiples(
                heading, x: axis, y: axis,
                panels: [
                    SmallMultiples.Panel(word, series: [series]),
                    SmallMultiples.Panel(word, series: []),
                ]),
        ]
    }
}
