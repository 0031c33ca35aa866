namespace Lit.Metrics.Recalibration;

/// <summary>Turns scores into probabilities by an S-curve, p = 1 / (1 + e^(A·score + B)).</summary>
/// <param name="A">Below 0 where a higher score means a positive.</param>
/// <param name="B">Where the curve lies.</param>
/// <remarks>
/// J. Platt (1999), with the targets that keep few examples from certainty; solved as by H.-T. Lin, C.-J. Lin, R. Weng: A
/// Note on Platt's Probabilistic Outputs (2007).
/// </remarks>
public sealed record PlattScaling(double A, double B)
{
    private const int MostSteps = 200;

    /// <summary>Fits the curve of the least log loss.</summary>
    /// <param name="labels">0 or 1, of examples that the model was not trained on.</param>
    /// <param name="scores">One finite number for each label.</param>
    /// <param name="weights">One for each label, finite, at least 0; empty: each counts 1.</param>
    /// <exception cref="ArgumentException">There are no examples, lengths differ, or a number is out of range; the message says in which row.</exception>
    public static PlattScaling Fit(
        ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        BinaryScores.Check(labels, scores.Length, nameof(scores), weights);
        Spans.Finite(scores, "scores", nameof(scores));
        double positives = 0, negatives = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            positives += BinaryScores.Label(labels, row) * weight;
            negatives += (1 - labels[row]) * weight;
        }

        if (positives + negatives == 0)
        {
            throw new ArgumentException("Expected at least one example with a weight; found none.", nameof(labels));
        }

        // Scaled, so that neither huge nor tiny scores make the equations ill-conditioned.
        double scale = 0;
        foreach (double score in scores)
        {
            scale = Math.Max(scale, Math.Abs(score));
        }

        scale = scale == 0 ? 1 : scale;
        var problem = new Problem(labels, scores, weights, (positives + 1) / (positives + 2), 1 / (negatives + 2), scale);
        (double a, double b) = Minimize(problem, Math.Log((negatives + 1) / (positives + 1)));
        return new(a / scale, b);
    }

    /// <summary>The probability of a score, in [0, 1].</summary>
    public double Apply(double score)
    {
        double z = (A * score) + B;
        return z >= 0 ? Math.Exp(-z) / (1 + Math.Exp(-z)) : 1 / (1 + Math.Exp(z));
    }

    /// <summary>Newton's method with steps cut until the loss falls.</summary>
    private static (double A, double B) Minimize(Problem problem, double start)
    {
        double a = 0, b = start, loss = problem.Loss(a, b);
        for (int step = 0; step < MostSteps; step++)
        {
            (double ga, double gb, double haa, double hab, double hbb) = problem.Derivatives(a, b);
            double determinant = (haa * hbb) - (hab * hab);
            double da = -((hbb * ga) - (hab * gb)) / determinant, db = -((haa * gb) - (hab * ga)) / determinant;
            double slope = (ga * da) + (gb * db), length = 1;
            double next = problem.Loss(a + da, b + db);
            while (next > loss + (1e-4 * length * slope) && length > 1e-10)
            {
                length /= 2;
                next = problem.Loss(a + (length * da), b + (length * db));
            }

            (double lastA, double lastB) = (a, b);
            (a, b, loss) = (a + (length * da), b + (length * db), Math.Min(next, loss));
            if (Math.Abs(a - lastA) <= 1e-15 * Math.Abs(a) && Math.Abs(b - lastB) <= 1e-15 * Math.Abs(b))
            {
                break;
            }
        }

        return (a, b);
    }

    private readonly ref struct Problem(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> weights,
        double high,
        double low,
        double scale)
    {
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly ReadOnlySpan<double> _scores = scores;
        private readonly ReadOnlySpan<double> _weights = weights;

        public double Loss(double a, double b)
        {
            double sum = 0;
            for (int row = 0; row < _scores.Length; row++)
            {
                double z = (_scores[row] / scale * a) + b, target = _labels[row] == 1 ? high : low;
                sum += Weight(row) * ((z >= 0 ? target * z : (target - 1) * z) + Math.Log(1 + Math.Exp(-Math.Abs(z))));
            }

            return sum;
        }

        public (double A, double B, double AA, double AB, double BB) Derivatives(double a, double b)
        {
            // A little on the diagonal keeps the system solvable where all scores are equal.
            double ga = 0, gb = 0, haa = 1e-12, hab = 0, hbb = 1e-12;
            for (int row = 0; row < _scores.Length; row++)
            {
                double score = _scores[row] / scale, z = (score * a) + b, tail = Math.Exp(-Math.Abs(z));
                double p = (z >= 0 ? tail : 1) / (1 + tail), spread = Weight(row) * p * (1 - p);
                double gap = Weight(row) * ((_labels[row] == 1 ? high : low) - p);
                ga += score * gap;
                gb += gap;
                haa += score * score * spread;
                hab += score * spread;
                hbb += spread;
            }

            return (ga, gb, haa, hab, hbb);
        }

        private double Weight(int row) => _weights.IsEmpty ? 1 : _weights[row];
    }
}
