using Lit.Api;
using Lit.Types;

namespace Lit.PublicApi.Usage;

/// <summary>A model of the user's own: good and bad words are counted.</summary>
internal sealed class KeywordModel : BatchedModel
{
    private static readonly string[] Good = ["good", "great", "warm"];
    private static readonly string[] Bad = ["bad", "dull", "cold"];

    public override string Name => "keywords";

    public override Spec InputSpec { get; } = new() { ["text"] = new TextSegment() };

    public override Spec OutputSpec { get; } = new()
    {
        ["probas"] = new MulticlassPreds { Vocab = ["bad", "good"], Parent = "label" },
    };

    public override ValueTask<ExampleTable> PredictBatchAsync(IReadOnlyList<Example> batch, CancellationToken cancellationToken)
    {
        var table = new ExampleTableBuilder(OutputSpec, batch.Count);
        foreach (Example example in batch)
        {
            string[] words = example.Get<string>("text").Split(' ');
            double lead = words.Count(Good.Contains) - words.Count(Bad.Contains);
            float good = (float)(1 / (1 + Math.Exp(-lead)));
            table.Append(0, [1 - good, good], [2]);
            table.EndRow();
        }

        return ValueTask.FromResult(table.Build());
    }
}
