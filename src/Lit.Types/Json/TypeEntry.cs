namespace Lit.Types.Json;

/// <summary>What the wire form knows of one class of types.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Parent">What it derives from; null for the base of all.</param>
/// <param name="Create">Makes one with every default; mandatory attributes hold a value of their kind.</param>
/// <param name="Fields">Every attribute, in wire order.</param>
internal sealed record TypeEntry(string Name, TypeEntry? Parent, Func<LitType> Create, TypeField[] Fields)
{
    /// <summary>Whether this is the other, or derives from it.</summary>
    public bool IsA(TypeEntry other)
    {
        for (var entry = this; entry is not null; entry = entry.Parent)
        {
            if (ReferenceEquals(entry, other))
            {
                return true;
            }
        }

        return false;
    }

    public TypeField? Field(string name) => Array.Find(Fields, field => field.Name == name);

    /// <summary>An entry below this one: its own attributes come last, also those that it declares anew.</summary>
    public TypeEntry Derive(string name, Func<LitType> create, params TypeField[] own)
        => new(name, this, create, [.. Fields.ExceptBy(own.Select(field => field.Name), field => field.Name), .. own]);
}
