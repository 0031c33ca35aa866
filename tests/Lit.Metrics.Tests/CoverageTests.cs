using Lit.Api;
using Lit.Api.Metrics;
using Lit.Metrics.States;
using NUnit.Framework;

namespace Lit.Metrics;

/// <summary>Whether intervals hold the true score as often as they promise; each figure is of seeded simulations.</summary>
[Category("Slow")]
public sealed class CoverageTests
{
    private const int Simulations = 2000;
    private const int Examples = 500;

    public enum Score
    {
        Accuracy,
        Brier,
        Area,
        MacroF1,
    }

    [TestCase(Score.Accuracy, 0.8)]
    [TestCase(Score.Brier, 0.16)]
    public void Intervals_of_shares_and_means_hold_the_truth(Score score, double truth)
        => Check(score, truth, (random, labels, positive) =>
        {
            // Says "yes" with confidence 0.8, and is right that often.
            for (int row = 0; row < labels.Length; row++)
            {
                labels[row] = random.NextDouble() < 0.8 ? 1 : 0;
                positive[row] = 0.8;
            }
        });

    [Test]
    public void Intervals_of_the_area_hold_the_truth()
        => Check(Score.Area, Area(1), (random, labels, positive) =>
        {
            for (int row = 0; row < labels.Length; row++)
            {
                labels[row] = row & 1;
                positive[row] = 1 / (1 + Math.Exp(-(random.NextNormal() + labels[row])));
            }
        });

    [Test]
    public void Intervals_of_the_mean_F1_hold_the_truth()
    {
        // Truth 0.3 positive, predictions right for 90 % of negatives and 70 % of positives.
        double tp = 0.3 * 0.7, fn = 0.3 * 0.3, fp = 0.7 * 0.1, tn = 0.7 * 0.9;
        double truth = ((2 * tp / ((2 * tp) + fp + fn)) + (2 * tn / ((2 * tn) + fp + fn))) / 2;
        Check(Score.MacroF1, truth, (random, labels, positive) =>
        {
            for (int row = 0; row < labels.Length; row++)
            {
                labels[row] = random.NextDouble() < 0.3 ? 1 : 0;
                bool right = random.NextDouble() < (labels[row] == 1 ? 0.7 : 0.9);
                positive[row] = right == (labels[row] == 1) ? 0.9 : 0.1;
            }
        });
    }

    private static void Check(Score score, double truth, Action<SeededRandom, int[], double[]> draw)
    {
        int holding = 0;
        int[] labels = new int[Examples];
        double[] positive = new double[Examples];
        for (int simulation = 0; simulation < Simulations; simulation++)
        {
            draw(new SeededRandom(simulation), labels, positive);
            var options = new IntervalOptions { Resamples = 400, Seed = simulation };
            MetricValue value = new MetricValues(Statistic(score, labels, positive), options, Examples)
                .Value("x", score == Score.MacroF1 ? (int)ConfusionScore.MacroF1 : 0, (0, 1), "");
            holding += value.Lower <= truth && truth <= value.Upper ? 1 : 0;
        }

        Assert.That((double)holding / Simulations, Is.InRange(0.93, 0.97));
    }

    private static SufficientStatistic Statistic(Score score, int[] labels, double[] positive)
    {
        var confusion = new ConfusionCells(2);
        var ranks = new ScoredClasses();
        var squares = new SampledRows(1);
        for (int row = 0; row < labels.Length; row++)
        {
            confusion.Add(labels[row], positive[row] > 0.5 ? 1 : 0);
            ranks.Add(positive[row], labels[row] == 1);
            squares.Add([Math.Pow(positive[row] - labels[row], 2)]);
        }

        return score switch
        {
            Score.Area => ranks.ToStatistic(),
            Score.Brier => new SampledMeans(squares),
            _ => new ConfusionStatistic(confusion, nullIndex: null),
        };
    }

    /// <summary>The chance that a normal about <paramref name="shift"/> is above one about 0: Φ(shift / √2).</summary>
    private static double Area(double shift)
    {
        // Simpson's rule on the density; the exact area to 1e-12.
        double end = shift / Math.Sqrt(2), step = end / 1000, sum = 0;
        for (int i = 0; i <= 1000; i++)
        {
            double x = i * step;
            sum += (i is 0 or 1000 ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-x * x / 2);
        }

        return 0.5 + (sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }
}
