using Lit.Api.Reporting;

namespace Lit.Components.Salience;

/// <summary>Draws the scores of features as bars and those of pixels as a picture.</summary>
internal static class ValueReport
{
    /// <summary>How many bars a chart has; the rest is one bar.</summary>
    private const int Bars = 20;

    public static IEnumerable<ReportBlock> Draw(TabularSalience table, bool signed, string title) =>
        [Chart(table.Features.Select(feature => (Name(feature), feature.Score)), signed, title)];

    public static IEnumerable<ReportBlock> Draw(TensorSalience tensor, bool signed, string title)
    {
        double[] scores = new double[tensor.Scores.FlattenedLength];
        tensor.Scores.FlattenTo(scores);
        nint[] shape = tensor.Scores.Lengths.ToArray();
        return [Chart(scores.Select((score, i) => (Place(i, shape), score)), signed, title)];
    }

    public static ImageSalienceBlock Draw(PixelSalience image, bool signed, string title) =>
        new(image.Height, image.Width, image.Scores) { Title = title, Signed = signed, Background = image.Picture };

    private static BarChartBlock Chart(IEnumerable<(string Name, double Score)> scores, bool signed, string title)
    {
        (string Name, double Score)[] ranked = [.. scores.OrderByDescending(score => Math.Abs(score.Score))];
        Bar[] rest = ranked.Length <= Bars
            ? []
            : [new($"{ranked.Length - Bars} others", ranked.Skip(Bars).Sum(score => score.Score))];
        return new([.. ranked.Take(Bars).Select(score => new Bar(score.Name, score.Score)), .. rest])
        {
            Title = title,
            Signed = signed,
        };
    }

    private static string Name(SalientFeature feature) => feature.Value switch
    {
        null => feature.Name,
        double number => $"{feature.Name} = {ReportNumber.Format(number)}",
        float number => $"{feature.Name} = {ReportNumber.Format(number)}",
        IFormattable value => $"{feature.Name} = {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}",
        string or bool => $"{feature.Name} = {feature.Value}",
        _ => feature.Name,
    };

    private static string Place(int number, nint[] shape)
    {
        nint[] place = new nint[shape.Length];
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            place[i] = number % shape[i];
            number /= (int)shape[i];
        }

        return $"[{string.Join(", ", place)}]";
    }
}
