namespace Lit.Types.Json;

/// <summary>Which attributes of which types name other fields: the only place that knows it.</summary>
internal static class FieldReferences
{
    private static readonly ValueList<string> Any = [];
    private static readonly ValueList<string> Token = ["Tokens"];
    private static readonly ValueList<string> Text = ["TextSegment", "ReferenceTexts"];

    /// <summary>What the rows of a gradient belong to or, as concept vectors ask for, what is differentiated.</summary>
    private static readonly ValueList<string> Differentiated = ["Tokens", "ImageBytes", "MulticlassPreds", "RegressionScore"];

    /// <summary>Attributes on the wire that hold the name of a field, and their names in .NET.</summary>
    private static readonly (string Wire, string Name)[] Attributes =
    [
        ("parent", nameof(IHasParent.Parent)),
        ("align", nameof(GradientsType.Align)),
        ("align_in", nameof(AttentionHeads.AlignIn)),
        ("align_out", nameof(AttentionHeads.AlignOut)),
        ("grad_for", nameof(GradientsType.GradFor)),
        ("grad_target_field_key", nameof(GradientsType.GradTargetFieldKey)),
    ];

    public static IEnumerable<FieldReference> Of(LitType type)
    {
        var entry = TypeTable.Of(type);
        foreach (var (wire, name) in Attributes)
        {
            if (entry.Field(wire)?.Get(type) is string { Length: > 0 } field)
            {
                var (scope, accepted) = Rule(type, wire);
                yield return new(name, field, scope, accepted);
            }
        }
    }

    /// <summary>The type with the names that it refers to replaced.</summary>
    public static LitType Rename(LitType type, IReadOnlyDictionary<string, string> names)
    {
        var entry = TypeTable.Of(type);
        foreach (var (wire, _) in Attributes)
        {
            if (entry.Field(wire) is { } field
                && field.Get(type) is string { Length: > 0 } old
                && names.TryGetValue(old, out string? name))
            {
                type = field.Set(type, name);
            }
        }

        return type;
    }

    private static (ReferenceScope Scope, ValueList<string> Accepted) Rule(LitType type, string attribute)
        => (attribute, type) switch
        {
            ("parent", GeneratedText or GeneratedTextCandidates or ReferenceScores) => (ReferenceScope.InputSide, Text),
            ("parent", RegressionScore) => (ReferenceScope.InputSide, ["Scalar"]),
            ("parent", MulticlassPreds) => (ReferenceScope.InputSide, ["CategoryLabel"]),
            ("parent", SparseMultilabelPreds) => (ReferenceScope.InputSide, ["SparseMultilabel"]),
            ("parent", _) => (ReferenceScope.Anywhere, Any),
            ("grad_for", _) => (ReferenceScope.SameSpec, ["Embeddings", "TokenEmbeddings"]),
            ("grad_target_field_key", _) => (ReferenceScope.InputSide, Any),
            ("align", GeneratedURL) => (ReferenceScope.SameSpec, Any),
            ("align", GradientsType) => (ReferenceScope.Anywhere, Differentiated),
            _ => (ReferenceScope.SameSpec, Token),
        };
}
