using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Where examples came from, in LIT's form.</summary>
internal static class Origins
{
    public static Provenance? Read(object? value)
        => value is ValueMap<object?> map
            && new Provenance(
                map.GetValueOrDefault("added") as bool?,
                map.GetValueOrDefault("parentId") as string,
                map.GetValueOrDefault("source") as string) is var meta
            && meta != Provenance.None
                ? meta
                : null;

    public static ValueMap<object?> Write(Provenance meta) => new()
    {
        ["added"] = meta.Added,
        ["parentId"] = meta.ParentId,
        ["source"] = meta.Source,
    };
}
