namespace Lit.Onnx.Autodiff.Recurrent;

/// <summary>The equations of the recurrent operators, step by step, in double precision.</summary>
internal sealed class RecurrentReference(RecurrentCase one, int seed)
{
    public double[] W { get; } = Draw(one.Directions * one.Gates * one.Hidden * one.Width, seed + 1, 0.7);

    public double[] R { get; } = Draw(one.Directions * one.Gates * one.Hidden * one.Hidden, seed + 2, 0.7);

    public double[] B { get; } = Draw(one.Directions * 2 * one.Gates * one.Hidden, seed + 3, one.Bias ? 0.5 : 0);

    public double[] P { get; } = Draw(one.Directions * 3 * one.Hidden, seed + 4, one.Peepholes ? 0.6 : 0);

    /// <summary>Y, Y_h and Y_c, batch after steps.</summary>
    public (double[] Y, double[] Last, double[] Cell) Run(double[] x, double[] h0, double[] c0)
    {
        int hidden = one.Hidden;
        double[] y = new double[one.Steps * one.Directions * one.Batch * hidden];
        double[] last = [.. h0];
        double[] cell = [.. c0];
        for (int d = 0; d < one.Directions; d++)
        {
            bool reversed = d == 1 || one.Direction == "reverse";
            for (int b = 0; b < one.Batch; b++)
            {
                int at = ((d * one.Batch) + b) * hidden;
                int length = one.Lengths?[b] ?? one.Steps;
                for (int s = 0; s < length; s++)
                {
                    int t = reversed ? length - 1 - s : s;
                    var input = x.AsSpan(((t * one.Batch) + b) * one.Width, one.Width);
                    Step(d, input, last.AsSpan(at, hidden), cell.AsSpan(at, hidden));
                    last.AsSpan(at, hidden).CopyTo(y.AsSpan(((((t * one.Directions) + d) * one.Batch) + b) * hidden));
                }
            }
        }

        return (y, last, cell);
    }

    public static double[] Draw(int count, int seed, double scale)
    {
        var random = new TestRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)random.Next(-scale, scale))];
    }

    private void Step(int d, ReadOnlySpan<double> x, Span<double> h, Span<double> c)
    {
        int hidden = one.Hidden;
        var before = h.ToArray();
        switch (one.Operator)
        {
            case "LSTM":
                var (i, o, f, g) = (Sums(d, 0, x, before, true), Sums(d, 1, x, before, true), Sums(d, 2, x, before, true), Sums(d, 3, x, before, true));
                for (int k = 0; k < hidden; k++)
                {
                    double input = Act(d, 0, i[k] + (Peep(d, 0, k) * c[k]));
                    double forget = one.CoupledGates ? 1 - input : Act(d, 0, f[k] + (Peep(d, 2, k) * c[k]));
                    c[k] = (forget * c[k]) + (input * Act(d, 1, g[k]));
                    h[k] = Act(d, 0, o[k] + (Peep(d, 1, k) * c[k])) * Function(d, 2, c[k]);
                }

                break;
            case "GRU":
                double[] z = [.. Sums(d, 0, x, before, true).Select(v => Act(d, 0, v))];
                double[] r = [.. Sums(d, 1, x, before, true).Select(v => Act(d, 0, v))];
                double[] fromInput = Sums(d, 2, x, new double[hidden], false);
                double[] fromState = Recurrent(d, 2, one.LinearBeforeReset ? before : [.. before.Zip(r, (p, q) => p * q)]);
                for (int k = 0; k < hidden; k++)
                {
                    double state = fromState[k] + RecurrentBias(d, 2, k);
                    double candidate = Act(d, 1, fromInput[k] + (one.LinearBeforeReset ? r[k] * state : state));
                    h[k] = ((1 - z[k]) * candidate) + (z[k] * before[k]);
                }

                break;
            default:
                double[] sums = Sums(d, 0, x, before, true);
                for (int k = 0; k < hidden; k++)
                {
                    h[k] = Act(d, 0, sums[k]);
                }

                break;
        }
    }

    private double[] Sums(int d, int gate, ReadOnlySpan<double> x, double[] h, bool recurrentBias)
    {
        double[] sums = Recurrent(d, gate, h);
        for (int k = 0; k < one.Hidden; k++)
        {
            int row = (((d * one.Gates) + gate) * one.Hidden) + k;
            for (int j = 0; j < one.Width; j++)
            {
                sums[k] += W[(row * one.Width) + j] * x[j];
            }

            sums[k] += B[(((d * 2 * one.Gates) + gate) * one.Hidden) + k] + (recurrentBias ? RecurrentBias(d, gate, k) : 0);
        }

        return sums;
    }

    private double[] Recurrent(int d, int gate, double[] h)
    {
        double[] sums = new double[one.Hidden];
        for (int k = 0; k < one.Hidden; k++)
        {
            int row = (((d * one.Gates) + gate) * one.Hidden) + k;
            for (int j = 0; j < one.Hidden; j++)
            {
                sums[k] += R[(row * one.Hidden) + j] * h[j];
            }
        }

        return sums;
    }

    private double RecurrentBias(int d, int gate, int k) => B[((((d * 2) + 1) * one.Gates) + gate) * one.Hidden + k];

    private double Peep(int d, int gate, int k) => P[(((d * 3) + gate) * one.Hidden) + k];

    private double Act(int d, int index, double x) => Function(d, index, one.Clip > 0 ? Math.Clamp(x, -one.Clip, one.Clip) : x);

    private double Function(int d, int index, double x)
    {
        int at = (d * (one.Functions.Length / one.Directions)) + index;
        string name = one.Functions[at];
        float Parameter(float[]? given, float missing, params string[] takers) =>
            given?.ElementAtOrDefault(one.Functions.Take(at).Count(f => takers.Contains(f))) is { } value && given is not null ? value : missing;
        double alpha = Parameter(one.Alphas, name switch { "LeakyRelu" => 0.01f, "HardSigmoid" => 0.2f, "Elu" => 1, _ => 0 },
            "Affine", "LeakyRelu", "ThresholdedRelu", "ScaledTanh", "HardSigmoid", "Elu");
        double beta = Parameter(one.Betas, name == "HardSigmoid" ? 0.5f : 0, "Affine", "ScaledTanh", "HardSigmoid");
        return name switch
        {
            "Sigmoid" => 1 / (1 + Math.Exp(-x)),
            "Tanh" => Math.Tanh(x),
            "Relu" => Math.Max(0, x),
            "Affine" => (alpha * x) + beta,
            "LeakyRelu" => x < 0 ? alpha * x : x,
            "ThresholdedRelu" => x > alpha ? x : 0,
            "ScaledTanh" => alpha * Math.Tanh(beta * x),
            "HardSigmoid" => Math.Clamp((alpha * x) + beta, 0, 1),
            "Elu" => x < 0 ? alpha * (Math.Exp(x) - 1) : x,
            "Softsign" => x / (1 + Math.Abs(x)),
            "Softplus" => Math.Log(1 + Math.Exp(x)),
            _ => throw new NotSupportedException(name),
        };
    }
}
