using System.Globalization;

namespace Lit.Metrics.Text;

/// <summary>What ROUGE looks for in both texts: n-grams, or the longest common subsequence.</summary>
public readonly record struct RougeKind
{
    private const int Summary = -1;

    private readonly int _order;

    private RougeKind(int order) => _order = order;

    /// <summary>The longest common subsequence of the whole texts.</summary>
    public static RougeKind L => default;

    /// <summary>
    /// The union of the longest common subsequences of each sentence of the reference with all sentences of the text.
    /// Sentences are lines.
    /// </summary>
    public static RougeKind LSum => new(Summary);

    /// <summary>n-grams of an order.</summary>
    /// <param name="order">The order, at least 1: ROUGE-1 counts words, ROUGE-2 pairs.</param>
    public static RougeKind N(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return new(order);
    }

    /// <summary>The name in tables of scores: <c>rouge1</c>, <c>rougeL</c>, <c>rougeLsum</c>.</summary>
    public string Name => _order switch
    {
        0 => "rougeL",
        Summary => "rougeLsum",
        _ => string.Create(CultureInfo.InvariantCulture, $"rouge{_order}"),
    };

    internal int Order => Math.Max(_order, 0);

    internal bool IsSummary => _order == Summary;

    /// <inheritdoc />
    public override string ToString() => Name;
}
