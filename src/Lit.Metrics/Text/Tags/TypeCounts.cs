namespace Lit.Metrics.Text.Tags;

/// <summary>How many spans of a type are right, predicted and true.</summary>
internal readonly record struct TypeCounts(long Right, long Predicted, long True)
{
    public static TypeCounts operator +(TypeCounts left, TypeCounts right)
        => new(left.Right + right.Right, left.Predicted + right.Predicted, left.True + right.True);
}
