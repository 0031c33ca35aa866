namespace Lit.Api;

internal sealed class CollectingProgress : IProgress<LitProgress>
{
    public List<LitProgress> Reports { get; } = [];

    public void Report(LitProgress value) => Reports.Add(value);
}
