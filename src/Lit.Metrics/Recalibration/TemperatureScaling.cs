namespace Lit.Metrics.Recalibration;

/// <summary>Makes a model as confident as it is right by dividing its logits by one number; the predicted class stays.</summary>
/// <param name="Temperature">Above 1 lowers confidence, below 1 raises it.</param>
/// <remarks>C. Guo, G. Pleiss, Y. Sun, K. Weinberger: On Calibration of Modern Neural Networks (2017).</remarks>
public sealed record TemperatureScaling(double Temperature)
{
    private const double MostLog = 6;

    /// <summary>Finds the temperature of the least mean log loss, which there is one of, to the last digits.</summary>
    /// <param name="labels">Positions of the true classes, of examples that the model was not trained on.</param>
    /// <param name="logits">Row-major, one row for each label, finite.</param>
    /// <returns>From e⁻⁶ to e⁶: one of these where the loss has no least value, as when every prediction is right.</returns>
    /// <exception cref="ArgumentException">There are no examples, lengths differ, a label is no class or a logit not finite; the message says in which row.</exception>
    public static TemperatureScaling Fit(ReadOnlySpan<int> labels, ReadOnlySpan<double> logits)
    {
        int classes = Spans.Columns(labels.Length, logits.Length, "logits", nameof(logits));
        if (classes == 0)
        {
            throw new ArgumentException("Expected at least one example; found none.", nameof(labels));
        }

        Spans.Finite(logits, "logits", nameof(logits));
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes)
            {
                throw Spans.Label(row, labels[row], classes, nameof(labels));
            }
        }

        // The slope of the loss by 1/T only ever rises: halve until it is 0.
        double low = -MostLog, high = MostLog;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return new(Math.Exp(middle));
            }

            if (Slope(labels, logits, classes, Math.Exp(-middle)) > 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>Probabilities of scaled logits.</summary>
    /// <param name="logits">One row.</param>
    /// <param name="probabilities">Takes as many probabilities, which add up to 1; may be the same memory.</param>
    public void Apply(ReadOnlySpan<double> logits, Span<double> probabilities)
        => SoftMax(logits, 1 / Temperature, probabilities);

    /// <summary>Mean over rows of the expected logit less the true one: the derivative of the mean loss by 1/T.</summary>
    private static double Slope(ReadOnlySpan<int> labels, ReadOnlySpan<double> logits, int classes, double inverse)
    {
        Span<double> row = classes <= 128 ? stackalloc double[classes] : new double[classes];
        double sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> own = logits.Slice(i * classes, classes);
            SoftMax(own, inverse, row);
            double truth = own[labels[i]];
            for (int c = 0; c < classes; c++)
            {
                sum += row[c] * (own[c] - truth);
            }
        }

        return sum;
    }

    private static void SoftMax(ReadOnlySpan<double> logits, double factor, Span<double> probabilities)
    {
        double most = System.Numerics.Tensors.TensorPrimitives.Max(logits), sum = 0;
        for (int c = 0; c < logits.Length; c++)
        {
            probabilities[c] = Math.Exp((logits[c] - most) * factor);
            sum += probabilities[c];
        }

        for (int c = 0; c < logits.Length; c++)
        {
            probabilities[c] /= sum;
        }
    }
}
