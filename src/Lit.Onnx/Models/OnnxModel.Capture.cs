using Lit.Api;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <content>Values inside the model, as they are for examples.</content>
public partial class OnnxModel
{
    /// <summary>Computes values inside the model for examples: activations, feature maps, embeddings.</summary>
    /// <param name="inputs">Examples of the model's input spec.</param>
    /// <param name="values">Names of <see cref="InnerValues"/>.</param>
    /// <returns>One result for each example, in their order.</returns>
    /// <exception cref="LitException">The model has no such value, or the value holds no floating point numbers.</exception>
    /// <example>
    /// <code>
    /// await foreach (var captured in model.CaptureAsync(images, "conv3_activation"))
    /// {
    ///     Tensor&lt;float&gt; map = captured["conv3_activation"];
    /// }
    /// </code>
    /// </example>
    public IAsyncEnumerable<CapturedValues> CaptureAsync(IEnumerable<Example> inputs, params string[] values) =>
        CaptureAsync(inputs, values, CancellationToken.None);

    /// <summary>Computes values inside the model for examples.</summary>
    /// <param name="inputs">Examples of the model's input spec.</param>
    /// <param name="values">Names of <see cref="InnerValues"/>.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    /// <returns>One result for each example, in their order.</returns>
    /// <exception cref="LitException">The model has no such value, or the value holds no floating point numbers.</exception>
    public IAsyncEnumerable<CapturedValues> CaptureAsync(
        IEnumerable<Example> inputs, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("Expected the name of at least one value; found none.", nameof(values));
        }

        CutPoint[] cuts = [.. values.Select(_gradients.Model.FindCut)];
        bool[] perToken = [.. cuts.Select(cut => Describe(cut).IsPerToken)];
        return Stream(inputs, Window, Rows(cuts[0]), Capture, cancellationToken);

        CapturedValues[] Capture(EncodedBatch batch, CancellationToken token)
        {
            var (_, session) = _gradients.Capture(values);
            using Runner runner = session.Rent();
            batch.Write(session, runner, Encoder.FixedRows ?? batch.Examples.Count);
            FetchedOutput[] outputs = GradientRun.Run(
                session, runner, token, [.. values.Select((_, i) => ProgramNames.Captured(i))]);
            float[][] numbers = [.. outputs.Select(output => output.TakeFloats())];
            var results = new CapturedValues[batch.Examples.Count];
            for (int row = 0; row < results.Length; row++)
            {
                int at = row;
                results[row] = new CapturedValues(
                    [
                        .. values.Select((name, i) => KeyValuePair.Create(
                            name, RowTensor.Of(numbers[i], outputs[i].Shape, at, perToken[i] ? batch.Tokens(at) : null))),
                    ],
                    batch.Text(row));
            }

            return results;
        }
    }
}
