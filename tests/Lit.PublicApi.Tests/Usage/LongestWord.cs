using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Types;

namespace Lit.PublicApi.Usage;

/// <summary>An interpreter of the user's own, with an option.</summary>
internal sealed class LongestWord : Interpreter<LongestWord.Options, string>
{
    internal sealed record Options(string Field);

    public override Spec ConfigSpec { get; } = new() { ["field"] = new TextSegment { Default = "text" } };

    public override Compatibility CheckCompatibility(Model model, Dataset dataset) => new(
        dataset.Spec.FieldsOf<TextSegment>().Any() ? [] : [new SpecMismatch("text", "a text", "none")]);

    public override async IAsyncEnumerable<string> RunAsync(
        Model model,
        Dataset inputs,
        Options config,
        IProgress<LitProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Example example in inputs)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return example.Get<string>(config.Field).Split(' ').MaxBy(word => word.Length)!;
        }
    }

    protected override Options ReadConfig(ConfigValues values) => new(values.GetString("field", "text"));
}
