namespace Lit.Types;

/// <summary>The name of another field in an attribute of a type.</summary>
/// <param name="Attribute">The attribute, such as <c>Align</c>.</param>
/// <param name="Field">The field that it names.</param>
/// <param name="Scope">Where that field is looked for.</param>
/// <param name="Accepted">The wire names of the types that it may have; empty for any.</param>
public sealed record FieldReference(string Attribute, string Field, ReferenceScope Scope, ValueList<string> Accepted)
{
    /// <summary>Checks that the field exists and is of a type that is accepted.</summary>
    /// <param name="owner">The field whose type refers, for the mismatch.</param>
    /// <param name="same">The spec of the type itself.</param>
    /// <param name="dataset">The fields of the dataset; null if they are not known.</param>
    /// <param name="input">The fields that the model reads; null if they are not known.</param>
    /// <returns>What does not fit; null if nothing, or if the spec that the field must be in is not known.</returns>
    public SpecMismatch? Check(string owner, Spec same, Spec? dataset, Spec? input)
    {
        ArgumentNullException.ThrowIfNull(same);
        Spec?[] specs = Scope switch
        {
            ReferenceScope.SameSpec => [same],
            ReferenceScope.InputSide => [dataset, input],
            _ => [same, dataset, input],
        };
        var found = specs.Select(spec => spec?.GetValueOrDefault(Field)).FirstOrDefault(type => type is not null);
        if (found is null)
        {
            return Scope != ReferenceScope.SameSpec && dataset is null
                ? null
                : new(owner, Expected, $"'{Field}', which is not there");
        }

        return Accepted.Count == 0 || Accepted.Any(found.IsA)
            ? null
            : new(owner, Expected, $"'{Field}', a {found.WireName}");
    }

    private string Expected => $"{Attribute} to name a {string.Join(" or ", Accepted.DefaultIfEmpty("field"))}"
        + (Accepted.Count == 0 ? "" : " field")
        + Scope switch
        {
            ReferenceScope.SameSpec => " of the same spec",
            ReferenceScope.InputSide => " of the dataset or the model's input",
            _ => "",
        };
}
