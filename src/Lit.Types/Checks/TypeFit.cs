using Lit.Types.Json;

namespace Lit.Types.Checks;

/// <summary>Whether a field of one type can be read as another.</summary>
internal static class TypeFit
{
    private const string Required = "required";
    private const string Vocabulary = "vocab";

    public static IEnumerable<SpecMismatch> Check(string field, LitType found, LitType wanted, CompatibilityRule rule)
    {
        var (from, to) = (TypeTable.Of(found), TypeTable.Of(wanted));
        if (!from.IsA(to))
        {
            return [new(field, to.Name, from.Name)];
        }

        return rule == CompatibilityRule.Exact
            ? Attributes(field, found, from, wanted, to)
            : SameVocabulary(field, found, from, wanted, to);
    }

    private static IEnumerable<SpecMismatch> Attributes(
        string field,
        LitType found,
        TypeEntry from,
        LitType wanted,
        TypeEntry to)
    {
        foreach (var attribute in from.Fields)
        {
            if (to.Field(attribute.Name) is not { } other)
            {
                yield return new(field, $"{to.Name} without {attribute.Name}", $"{from.Name}, which has it");
            }
            else if (attribute.Name != Required && !Same(attribute.Get(found), other.Get(wanted)))
            {
                yield return Different(field, attribute.Name, attribute.Get(found), other.Get(wanted));
            }
        }
    }

    private static IEnumerable<SpecMismatch> SameVocabulary(
        string field,
        LitType found,
        TypeEntry from,
        LitType wanted,
        TypeEntry to)
    {
        if (to.Field(Vocabulary)?.Get(wanted) is Vocabulary { Count: > 0 } labels
            && !Same(from.Field(Vocabulary)?.Get(found), labels))
        {
            yield return Different(field, Vocabulary, from.Field(Vocabulary)?.Get(found), labels);
        }
    }

    private static bool Same(object? x, object? y) => Equals(x, y);

    private static SpecMismatch Different(string field, string attribute, object? found, object? wanted)
        => new(field, $"{attribute} {LitJson.Write(wanted)}", LitJson.Write(found));
}
