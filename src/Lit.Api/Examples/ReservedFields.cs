using Lit.Types;

namespace Lit.Api;

/// <summary>Parts a LIT record into its fields, its id and its provenance.</summary>
internal static class ReservedFields
{
    public static (string[] Names, object?[] Values, string? Id, Provenance? Meta) Split(
        IEnumerable<KeyValuePair<string, object?>> fields,
        string? id,
        Provenance? meta)
    {
        List<string> names = [];
        List<object?> values = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"Expected each field once, found '{name}' twice.", nameof(fields));
            }

            switch (name)
            {
                case ExampleId.IdField:
                    id ??= value is null or string
                        ? (string?)value
                        : throw new ArgumentException(
                            $"Expected a text for {name}, found {value.GetType().Name}.", nameof(fields));
                    break;
                case ExampleId.MetaField:
                    meta ??= ReadMeta(value);
                    break;
                default:
                    names.Add(name);
                    values.Add(value);
                    break;
            }
        }

        return ([.. names], [.. values], id, meta);
    }

    private static Provenance? ReadMeta(object? value) => value switch
    {
        null => null,
        Provenance meta => meta,
        IReadOnlyDictionary<string, object?> map => new Provenance(
            map.GetValueOrDefault("added") as bool?,
            map.GetValueOrDefault("parentId") as string,
            map.GetValueOrDefault("source") as string),
        _ => throw new ArgumentException(
            $"Expected a Provenance or a map for {ExampleId.MetaField}, found {value.GetType().Name}.", nameof(value)),
    };
}
