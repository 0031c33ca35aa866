using System.Runtime.CompilerServices;
using Lit.Types;

namespace Lit.Api;

/// <summary>Predicts the length of a text, notes what it was asked, and can be held up.</summary>
internal sealed class CountingModel : Model
{
    private readonly Lock _lock = new();
    private int _inside;

    public List<string[]> Calls { get; } = [];

    public int MostInside { get; private set; }

    public Func<string, CancellationToken, Task>? Hold { get; init; }

    public bool Concurrent { get; init; }

    public int Missing { get; init; }

    public string Version { get; set; } = "1";

    public override string Identity => Version;

    public override bool SupportsConcurrentPredictions => Concurrent;

    public override Spec InputSpec => LengthModel.Texts;

    public override Spec OutputSpec { get; } = new() { ["n"] = new Integer() };

    public override async IAsyncEnumerable<Example> PredictAsync(
        IEnumerable<Example> inputs,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] texts = [.. inputs.Select(input => input.Get<string>("t"))];
        lock (_lock)
        {
            Calls.Add(texts);
            MostInside = Math.Max(MostInside, ++_inside);
        }

        try
        {
            foreach (string text in texts.Skip(Missing))
            {
                await Task.Yield();
                if (Hold is not null)
                {
                    await Hold(text, cancellationToken);
                }

                cancellationToken.ThrowIfCancellationRequested();
                yield return new Example([new("n", (long)text.Length)]);
            }
        }
        finally
        {
            lock (_lock)
            {
                _inside--;
            }
        }
    }
}
