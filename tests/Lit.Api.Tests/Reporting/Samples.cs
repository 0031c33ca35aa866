namespace Lit.Api.Reporting;

/// <summary>One block of every kind, with text that tries to break out.</summary>
internal static class Samples
{
    public const string Hostile = "<script>alert('x')</script>\e[31m\u202E&\0";

    public static Report Everything { get; } = new("Everything & more",
    [
        new ParagraphBlock("First line.\nSecond line.") { Title = "Prose" },
        new ParagraphBlock("The text was cut.") { Tone = ReportTone.Warning },
        new FactsBlock(
            [new("examples", 200), new("accuracy", new IntervalCell(0.873, 0.842, 0.901)) { Detail = "95 %" }]),
        Metrics,
        Salience,
        new BarChartBlock([new("great", 0.5) { Lower = 0.4, Upper = 0.6 }, new("not", -0.25), new("lost", double.NaN)])
        {
            Title = "Bars", Signed = true, ValueLabel = "share of the score",
        },
        new LineChartBlock(
        [
            new("model a", [new(0, 0), new(0.2, 0.7), new(1, 1)]),
            new("model b", [new(0, 0) { Lower = 0, Upper = 0.1 }, new(0.5, 0.5) { Lower = 0.4, Upper = 0.6 }, new(1, 1)]),
        ])
        {
            Title = "ROC", XLabel = "false positive rate", YLabel = "true positive rate", Diagonal = true,
        },
        new HeatMapBlock(["negative", "positive"], ["negative", "positive"], [90, 10, 5, 95])
        {
            Title = "Confusion", RowLabel = "true", ColumnLabel = "predicted",
        },
        new ImageSalienceBlock(2, 3, [0.5, -0.25, 0, 0, 1, double.NaN])
        {
            Title = "Pixels", Background = [0, 10, 20, 30, 40, 255], Supports = Hostile,
        },
        new ImageSalienceBlock(1, 1, [0]) { Signed = false },
        new ImageBlock("data:image/png;base64,iVBORw0KGgo=", "a picture"),
        new SectionBlock(Hostile, [new ParagraphBlock(Hostile), new TextSalienceBlock([new(Hostile, 1)])]),
    ]);

    public static TableBlock Metrics => new(
        ["metric", new TableColumn("value") { Description = "with a 95 % interval", Minimum = 0, Maximum = 1 }, "n"],
        [
            ["accuracy", new IntervalCell(0.873, 0.842, 0.901), 200],
            ["macro F1", new IntervalCell(0.87, double.NaN, double.NaN), 200],
            ["undefined", double.NaN, 0],
        ])
    {
        Title = "Metrics",
    };

    public static TextSalienceBlock Salience => new(
        [new("Not", -0.5), new(" ", null), new("a", 0), new(" ", null), new("great", 1), new(" film.", null), new(" The end.", null) { Unseen = true }])
    {
        Title = "Why",
        Supports = "positive",
        Facts = [new("completeness error", 1e-5)],
        Notes = [new ParagraphBlock("Cut after 3 words.") { Tone = ReportTone.Warning }],
    };
}
