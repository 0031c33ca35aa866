using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Results;

/// <summary>Options of <see cref="RegressionInterpreter"/>: there are none.</summary>
public sealed record RegressionConfig;

/// <summary>The predicted numbers of one example.</summary>
/// <param name="Fields">The result by prediction field.</param>
public sealed record RegressionOutcome(ValueMap<RegressionResult> Fields) : IReportable
{
    /// <inheritdoc />
    public IEnumerable<ReportBlock> ToReport() => Fields.Select(field => new FactsBlock(
    [
        new("score", field.Value.Score),
        .. field.Value.Error is { } error ? [new Fact("error", ReportNumber.Signed(error))] : Array.Empty<Fact>(),
    ])
    {
        Title = field.Key,
    });
}

/// <summary>Says for each example which number was predicted, and how far it is from the true one.</summary>
/// <remarks>
/// Needs a <see cref="RegressionScore"/> field of the output. Errors are predicted less true; null where the example
/// has no true
/// number. Safe for concurrent use: an instance holds no state.
/// </remarks>
public sealed class RegressionInterpreter : Interpreter<RegressionConfig, RegressionOutcome>
{
    /// <inheritdoc />
    public override string Name => "regression";

    /// <inheritdoc />
    public override string Description => "The predicted number of each example, and its error.";

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.OutputSpec.FieldsOf<RegressionScore>().Any()
            ? Compatibility.Full
            : new([new SpecMismatch("output", "a RegressionScore field", "none")]);
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<RegressionOutcome> RunAsync(
        Model model,
        Dataset inputs,
        RegressionConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        CheckCompatibility(model, inputs).ThrowIfIncompatible(Name);
        return Stream(cancellationToken);

        async IAsyncEnumerable<RegressionOutcome> Stream([EnumeratorCancellation] CancellationToken token)
        {
            KeyValuePair<string, RegressionScore>[] fields = [.. model.OutputSpec.FieldsOf<RegressionScore>()];
            int done = 0;
            await foreach (Example output in model.PredictAsync(inputs, token).ConfigureAwait(false))
            {
                OutputCount.Check(model, done, inputs.Count);
                Example example = inputs[done];
                ValueMap<RegressionResult> results = new(fields.Select(field =>
                    KeyValuePair.Create(field.Key, Judge(output.Get<double>(field.Key), field.Value.Parent, example))));
                done++;
                progress?.Report(new LitProgress(done, inputs.Count));
                yield return new RegressionOutcome(results);
            }

            OutputCount.CheckAll(model, done, inputs.Count);
        }
    }

    /// <inheritdoc />
    protected override RegressionConfig ReadConfig(ConfigValues values) => new();

    private static RegressionResult Judge(double score, string? parent, Example example)
        => parent is not null && example.TryGet<double>(parent, out double truth)
            ? new(score, score - truth, (score - truth) * (score - truth))
            : new(score, null, null);
}
