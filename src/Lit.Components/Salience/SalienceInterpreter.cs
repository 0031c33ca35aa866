using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Scores the tokens and words of texts by what they contribute to a prediction.</summary>
/// <remarks>
/// <para>
/// Works with a model that computes gradients itself (<see cref="IGradientModel"/>), and with any other whose specs
/// follow LIT's
/// convention: a <see cref="TokenGradients"/> field aligned to a <see cref="Tokens"/> field of the output.
/// </para>
/// <para>Safe for concurrent use: an instance holds no state but its defaults.</para>
/// </remarks>
/// <typeparam name="TConfig">The options.</typeparam>
public abstract class SalienceInterpreter<TConfig> : Interpreter<TConfig, SalienceResult>
    where TConfig : SalienceConfig
{
    /// <summary>How many examples are in work at a time: what bounds memory.</summary>
    private const int Window = 32;

    private protected SalienceInterpreter(TConfig defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        Defaults = defaults;
    }

    /// <summary>The options of a run that is given none.</summary>
    public TConfig Defaults { get; }

    private protected abstract bool Signed { get; }

    /// <inheritdoc />
    public override Compatibility CheckCompatibility(Model model, Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckModel(model, Defaults);
    }

    /// <summary>Explains one example with the default options.</summary>
    /// <param name="model">The model.</param>
    /// <param name="example">An example of the model's input spec.</param>
    /// <exception cref="LitException">
    /// The method does not fit the model, or the example cannot be explained.
    /// </exception>
    public Task<SalienceResult> ExplainAsync(Model model, Example example) => ExplainAsync(model, example, Defaults);

    /// <summary>Explains one example.</summary>
    /// <param name="model">The model.</param>
    /// <param name="example">An example of the model's input spec.</param>
    /// <param name="config">The options.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="LitException">
    /// The method does not fit the model, or the example cannot be explained.
    /// </exception>
    public async Task<SalienceResult> ExplainAsync(
        Model model,
        Example example,
        TConfig config,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(config);
        CheckModel(model, config).ThrowIfIncompatible(Name);
        var results = await TryWindowAsync(model, [example], config, cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <inheritdoc />
    /// <remarks>Results come in the order of the examples. Up to 32 examples are in work at a time.</remarks>
    public override IAsyncEnumerable<SalienceResult> RunAsync(
        Model model,
        Dataset inputs,
        TConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(config);
        CheckModel(model, config).ThrowIfIncompatible(Name);
        return Explain(cancellationToken);

        async IAsyncEnumerable<SalienceResult> Explain([EnumeratorCancellation] CancellationToken token)
        {
            int done = 0;
            foreach (var window in inputs.Chunk(Window))
            {
                foreach (var result in await TryWindowAsync(model, window, config, token).ConfigureAwait(false))
                {
                    done++;
                    progress?.Report(new LitProgress(done, inputs.Count));
                    yield return result;
                }
            }
        }
    }

    private protected abstract Compatibility CheckModel(Model model, TConfig config);

    /// <summary>Explains some examples, in their order.</summary>
    private protected abstract Task<List<SalienceResult>> ExplainWindowAsync(
        Model model,
        IReadOnlyList<Example> window,
        TConfig config,
        CancellationToken cancellationToken);

    private protected SalienceResult NewResult() => new() { Method = Name, Signed = Signed };

    private protected static void Scale(Span<double> shares, SalienceConfig config, bool addEpsilon)
    {
        if (config is { Normalize: true, LitCompatible: true } && addEpsilon)
        {
            SalienceScaling.NormalizeLikeLit(shares);
        }
        else if (config.Normalize)
        {
            SalienceScaling.Normalize(shares);
        }
    }

    private async Task<IReadOnlyList<SalienceResult>> TryWindowAsync(
        Model model,
        Example[] window,
        TConfig config,
        CancellationToken cancellationToken)
    {
        try
        {
            var results = await ExplainWindowAsync(model, window, config, cancellationToken).ConfigureAwait(false);
            return results.Count == window.Length
                ? results
                : throw new LitException(
                    $"Model '{model.Name}': expected {window.Length} results, one for each example, found {results.Count}.");
        }
        catch (Exception error) when (config.ContinueOnError && error is not OperationCanceledException)
        {
            if (window.Length == 1)
            {
                return [NewResult() with { Error = error }];
            }
        }

        // One of them fails; which one shows when each goes alone.
        List<SalienceResult> alone = [];
        foreach (Example example in window)
        {
            alone.AddRange(await TryWindowAsync(model, [example], config, cancellationToken).ConfigureAwait(false));
        }

        return alone;
    }
}
