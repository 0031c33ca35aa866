using FsCheck;
using FsCheck.Fluent;
using Lit.Types.Json;

namespace Lit.Types;

/// <summary>Random types: each attribute keeps its default or takes another value that it allows.</summary>
internal static class TypeGenerator
{
    private static readonly object?[] Candidates =
    [
        null, true, false, 0L, 1L, -3L, 0.25, 2.5, "", "label", "é\ud83d\ude00", "highest", "output",
        new ValueList<object?>([]), new ValueList<object?>(["a", "b"]), new ValueList<object?>([1L, 2.5, null, true]),
        new ValueMap<object?> { ["field"] = "probas", ["index"] = 2L },
    ];

    public static Gen<LitType> Types { get; } =
        from entry in Gen.Elements(TypeTable.All.ToArray())
        from picks in Gen.Choose(-10, Candidates.Length - 1).ListOf(entry.Fields.Length)
        select entry.Fields.Zip(picks).Aggregate(
            entry.Create(),
            (type, pair) => pair.Second < 0 ? type : TrySet(pair.First, type, Candidates[pair.Second]));

    public static Gen<Spec> Specs { get; } = Generate.Names.Zip(Types).ListOf().Select(ToSpec);

    private static Spec ToSpec(IEnumerable<(string Name, LitType Type)> fields)
        => [.. fields.Take(6).DistinctBy(field => field.Name).Select(field => KeyValuePair.Create(field.Name, field.Type))];

    private static LitType TrySet(TypeField field, LitType type, object? value)
    {
        try
        {
            return field.Set(type, value);
        }
        catch (Exception exception) when (exception is LitException or ArgumentException)
        {
            return type;
        }
    }
}
