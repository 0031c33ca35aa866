namespace Lit.Components.Paths;

/// <summary>
/// Goes from the embedding of a word to a baseline by way of other words, closer to it in every number.
/// </summary>
internal sealed class WordWalk(WordNeighbourhood words, WordChoice choice, int steps)
{
    /// <summary>The points of the path, from the baseline to the word.</summary>
    public double[][] Between(ReadOnlySpan<double> start, ReadOnlySpan<double> end, string token)
    {
        double[][] points = new double[steps][];
        points[steps - 1] = end.ToArray();
        points[0] = start.ToArray();
        bool moves = !start.SequenceEqual(end);
        int anchor = moves ? words.RowOf(token, end) : -1;
        for (int k = steps - 2; k > 0; k--)
        {
            points[k] = moves ? Next(points[k + 1], points[0], ref anchor) : points[0];
        }

        return points;
    }

    private double[] Next(double[] here, double[] start, ref int anchor)
    {
        double best = double.PositiveInfinity;
        double[] next = Closer(here, start);
        int chosen = anchor;
        foreach (int candidate in words.Of(anchor))
        {
            ReadOnlySpan<float> word = words.Vector(candidate);
            double cost = 0;
            for (int i = 0; i < here.Length; i++)
            {
                double away = word[i] - Coordinate(word[i], here[i], start[i]);
                cost += choice == WordChoice.Greedy ? away * away : away == 0 ? 0 : 1;
            }

            if (cost < best)
            {
                (best, chosen) = (cost, candidate);
            }
        }

        if (chosen != anchor)
        {
            ReadOnlySpan<float> word = words.Vector(chosen);
            for (int i = 0; i < next.Length; i++)
            {
                next[i] = Coordinate(word[i], here[i], start[i]);
            }
        }

        anchor = chosen;
        return next;
    }

    /// <summary>
    /// The word's own number where it lies between here and the baseline; else a step of the straight path.
    /// </summary>
    private double Coordinate(double word, double here, double start) =>
        (here <= word && word <= start) || (start <= word && word <= here) ? word : here - ((here - start) / steps);

    private double[] Closer(double[] here, double[] start)
    {
        double[] closer = new double[here.Length];
        for (int i = 0; i < closer.Length; i++)
        {
            closer[i] = here[i] - ((here[i] - start[i]) / steps);
        }

        return closer;
    }
}
