using Lit.Types;

namespace Lit.Api;

/// <summary>Explains or describes what a model does with examples.</summary>
/// <typeparam name="TConfig">The options.</typeparam>
/// <typeparam name="TResult">The result, one for each example unless the interpreter says otherwise.</typeparam>
public abstract class Interpreter<TConfig, TResult> : Component
    where TResult : notnull
{
    /// <summary>Runs the interpreter.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The examples.</param>
    /// <param name="config">The options.</param>
    /// <param name="progress">Told after each result.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="LitException">The interpreter does not fit the model and the examples.</exception>
    public abstract IAsyncEnumerable<TResult> RunAsync(
        Model model,
        Dataset inputs,
        TConfig config,
        IProgress<LitProgress>? progress = null,
        CancellationToken cancellationToken = default);

    /// <inheritdoc />
    public sealed override async IAsyncEnumerable<object> RunAsync(
        Model model,
        Dataset inputs,
        IReadOnlyDictionary<string, object?>? config = null,
        IProgress<LitProgress>? progress = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TConfig options = ReadConfig(new ConfigValues(Name, ConfigSpec, config));
        await foreach (var result in RunAsync(model, inputs, options, progress, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Makes the options from values by name.</summary>
    /// <param name="values">Checked against <see cref="Component.ConfigSpec"/>, defaults filled in.</param>
    protected abstract TConfig ReadConfig(ConfigValues values);
}
