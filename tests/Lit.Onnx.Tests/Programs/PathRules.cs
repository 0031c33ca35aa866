namespace Lit.Onnx.Programs;

/// <summary>The quadrature rules of recorded cases: points on [0, 1] and weights.</summary>
internal static class PathRules
{
    /// <param name="name">captum's name of the rule.</param>
    /// <param name="count">The number of points.</param>
    public static (double Node, double Weight)[] Named(string name, int count) => name switch
    {
        "gausslegendre" => GaussLegendre(count),
        "riemann_left" => [.. Enumerable.Range(0, count).Select(i => ((double)i / count, 1.0 / count))],
        "riemann_right" => [.. Enumerable.Range(0, count).Select(i => ((i + 1.0) / count, 1.0 / count))],
        "riemann_middle" => [.. Enumerable.Range(0, count).Select(i => ((i + 0.5) / count, 1.0 / count))],

        // The weights of captum's rule sum to (n - 1) / n.
        "riemann_trapezoid" => [.. Enumerable.Range(0, count).Select(i => (i / (count - 1.0), (i == 0 || i == count - 1 ? 0.5 : 1) / count))],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static (double Node, double Weight)[] GaussLegendre(int count)
    {
        var rule = new (double, double)[count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int round = 0; round < 50; round++)
            {
                var (value, previous) = (x, 1.0);
                for (int k = 2; k <= count; k++)
                {
                    (value, previous) = (((((2 * k) - 1) * x * value) - ((k - 1) * previous)) / k, value);
                }

                slope = count * ((x * value) - previous) / ((x * x) - 1);
                x -= value / slope;
            }

            rule[i] = ((1 - x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }

        return rule;
    }

    /// <summary>Runs a path program for examples that all take the same points.</summary>
    /// <param name="runner">The program.</param>
    /// <param name="feeds">The inputs, the baseline and the target.</param>
    /// <param name="rule">The points and weights.</param>
    /// <param name="stepsPerRun">How many points a run takes.</param>
    public static Numbers Integrate(
        ProgramRunner runner,
        IReadOnlyDictionary<string, Numbers> feeds,
        (double Node, double Weight)[] rule,
        int stepsPerRun = int.MaxValue)
    {
        long batch = feeds.First(f => f.Key != ProgramNames.Baseline).Value.Shape[0];
        Numbers? total = null;
        foreach (var part in rule.Chunk(Math.Min(stepsPerRun, rule.Length)))
        {
            var more = runner.Run(new Dictionary<string, Numbers>(feeds)
            {
                [ProgramNames.Nodes] = Rows(batch, part.Select(p => p.Node)),
                [ProgramNames.Weights] = Rows(batch, part.Select(p => p.Weight)),
            })[ProgramNames.Attributions];
            total = total is null ? more : new([.. total.Values.Zip(more.Values, (a, b) => a + b)], more.Shape);
        }

        return total!;
    }

    private static Numbers Rows(long batch, IEnumerable<double> row)
    {
        double[] once = [.. row];
        return new([.. Enumerable.Range(0, (int)batch).SelectMany(_ => once)], [batch, once.Length]);
    }
}
