namespace Lit.Onnx.Models;

/// <summary>Probabilities from scores; arithmetic in double precision.</summary>
internal static class Activations
{
    /// <summary>Applies an activation to each row in place.</summary>
    /// <param name="activation">Which one.</param>
    /// <param name="values">Rows of <paramref name="width"/> numbers, one after another.</param>
    /// <param name="width">How many numbers a row has.</param>
    public static void Apply(OutputActivation activation, Span<float> values, int width)
    {
        if (activation == OutputActivation.Softmax)
        {
            for (int start = 0; start < values.Length; start += width)
            {
                Softmax(values.Slice(start, width));
            }
        }
        else if (activation == OutputActivation.Sigmoid)
        {
            Sigmoid(values);
        }
    }

    /// <summary>
    /// Writes two probabilities, of the first and of the second class, for each probability of the second.
    /// </summary>
    /// <param name="ofSecond">One for each row.</param>
    /// <param name="destination">Twice as many.</param>
    public static void Complement(ReadOnlySpan<float> ofSecond, Span<float> destination)
    {
        for (int i = 0; i < ofSecond.Length; i++)
        {
            destination[2 * i] = 1 - ofSecond[i];
            destination[(2 * i) + 1] = ofSecond[i];
        }
    }

    private static void Softmax(Span<float> row)
    {
        float greatest = float.NegativeInfinity;
        foreach (float score in row)
        {
            greatest = Math.Max(greatest, score);
        }

        double sum = 0;
        foreach (float score in row)
        {
            sum += Math.Exp((double)score - greatest);
        }

        for (int i = 0; i < row.Length; i++)
        {
            row[i] = (float)(Math.Exp((double)row[i] - greatest) / sum);
        }
    }

    private static void Sigmoid(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(1 / (1 + Math.Exp(-(double)values[i])));
        }
    }
}
